import Glibc
import Synchronization
import Telemetry

/// A file or pipe that lines are written to.
final class OutputFile: Sendable {
    let name: String
    /// Why writing failed, to tell the operator; nothing more is written after that.
    var trouble: SinkTrouble? { failed.withLock { $0 } }
    private let failed = Mutex<SinkTrouble?>(nil)
    private let descriptor: Int32

    static let standardOutput = OutputFile("standard output", STDOUT_FILENO)
    static let standardError = OutputFile("standard error", STDERR_FILENO)

    private init(_ name: String, _ descriptor: Int32) {
        (self.name, self.descriptor) = (name, descriptor)
    }

    /// A new file.
    ///
    /// - Parameter force: replaces a file that is there; otherwise that is an error.
    /// - Throws: `BadInput` when the file cannot be made.
    init(creating path: String, force: Bool) throws(BadInput) {
        try checkPath(path, of: "--record")
        name = path
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL)
        descriptor = open(path, flags, 0o644)
        guard descriptor < 0 else { return }
        if errno == EEXIST {
            throw BadInput("\(path) is there already; --force replaces it")
        }
        throw BadInput("cannot write \(path): \(String(cString: strerror(errno)))")
    }

    /// - Throws: `BadInput` when something could not be written and somebody still wants it.
    func checkWritten() throws(BadInput) {
        if let trouble, !trouble.isReaderGone { throw BadInput(trouble.sentence) }
    }

    /// Writes lines that a person reads; names and numbers in them may come from any file.
    func print(_ lines: String) { write(Array((printableLines(lines) + "\n").utf8)) }

    /// Writes all of the bytes, or sets `trouble`.
    func write(_ bytes: [UInt8]) {
        guard trouble == nil else { return }
        var written = 0
        bytes.withUnsafeBytes { all in
            while written < all.count {
                let count = Glibc.write(descriptor, all.baseAddress! + written, all.count - written)
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    let trouble = SinkTrouble(
                        sentence: "cannot write \(name) any more: \(String(cString: strerror(errno)))",
                        isReaderGone: errno == EPIPE
                    )
                    failed.withLock { $0 = trouble }
                    return
                }
            }
        }
    }
}
