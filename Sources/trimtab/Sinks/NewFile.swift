import Glibc
import Links
import Platform
import Telemetry

/// A file that was not there before, named after what is in it.
struct NewFile {
    let path: String
    let output: OutputFile
    private let descriptor: Int32

    /// The most files of one name: `NAME.jsonl`, `NAME-2.jsonl`, …
    private static let limit = 1000

    /// - Parameters:
    ///   - stem: any text; what a file's name cannot have becomes a hyphen.
    ///   - suffix: without its dot.
    ///   - folder: nil for the working directory.
    /// - Throws: `BadInput` when it cannot be written.
    init(stem: String, suffix: String, in folder: String? = nil) throws(BadInput) {
        let stem = (folder.map { "\($0)/" } ?? "") + String(printable(stem).map { $0 == "/" ? "-" : $0 })
        for number in 1...Self.limit {
            let path = number == 1 ? "\(stem).\(suffix)" : "\(stem)-\(number).\(suffix)"
            let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
            if descriptor >= 0 {
                (self.path, self.descriptor, output) = (path, descriptor, OutputFile(path, descriptor))
                return
            }
            guard errno == EEXIST else { throw BadInput("cannot write \(path): \(systemMessage())") }
        }
        throw BadInput("\(stem).\(suffix) and \(Self.limit - 1) others are there already; delete some")
    }

    /// Closes it.
    ///
    /// - Throws: `BadInput` when something could not be written.
    func close() throws(BadInput) {
        let isClosed = Glibc.close(descriptor) == 0
        if let failure = output.failure { throw BadInput(failure.sentence) }
        guard isClosed else { throw BadInput("cannot write \(path): \(systemMessage())") }
    }
}
