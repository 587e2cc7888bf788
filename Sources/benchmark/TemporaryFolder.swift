import Glibc

/// Does some work with a folder of its own, which is gone afterwards with all in it.
func withTemporaryFolder<Result>(_ work: (_ path: String) throws -> Result) throws -> Result {
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/trimtab-benchmark-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
        throw Trouble(unsafe "cannot make a folder in \(base): \(String(cString: strerror(errno)))", status: 2)
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = runProgram(["rm", "-rf", path]) }
    return try work(path)
}
