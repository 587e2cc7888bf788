import Glibc
import Platform

/// Does some work with a temporary folder, which is then removed with its content.
func withTemporaryFolder<Result>(_ work: (_ path: String) throws -> Result) throws -> Result {
    let base = environmentValue("TMPDIR") ?? "/tmp"
    var template = Array("\(base)/trimtab-benchmark-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
        throw Trouble("cannot make a folder in \(base): \(systemMessage())", status: 2)
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = runProgram(["rm", "-rf", path]) }
    return try work(path)
}
