import Glibc
import Synchronization

/// A file or pipe that lines are written to.
final class OutputFile: Sendable {
    let name: String
    /// Why writing failed; nothing more is written after that.
    var failure: String? { failed.withLock { $0 } }
    private let failed = Mutex<String?>(nil)
    private let descriptor: Int32

    /// Standard output.
    init() {
        name = "standard output"
        descriptor = STDOUT_FILENO
    }

    /// A new file.
    ///
    /// - Parameter force: replaces a file that is there; otherwise that is an error.
    /// - Throws: `BadInput` when the file cannot be made.
    init(creating path: String, force: Bool) throws(BadInput) {
        name = path
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL)
        descriptor = open(path, flags, 0o644)
        guard descriptor < 0 else { return }
        if errno == EEXIST {
            throw BadInput("\(path) is there already; --force replaces it")
        }
        throw BadInput("cannot write \(path): \(String(cString: strerror(errno)))")
    }

    /// What to tell the operator once writing has failed.
    var trouble: String? { failure.map { "cannot write \(name) any more: \($0)" } }

    /// Writes all of the bytes, or sets `failure`.
    func write(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        var written = 0
        bytes.withUnsafeBytes { all in
            while written < all.count {
                let count = Glibc.write(descriptor, all.baseAddress! + written, all.count - written)
                if count >= 0 {
                    written += count
                } else if errno != EINTR {
                    let reason = String(cString: strerror(errno))
                    failed.withLock { $0 = reason }
                    return
                }
            }
        }
    }
}
