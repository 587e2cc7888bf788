import Glibc
import Platform
import Synchronization
import Telemetry

/// A file or pipe that lines are written to.
public final class OutputFile: Sendable {
    public let name: String
    /// Why writing failed, for the operator; nothing more is written after that.
    public var trouble: SinkTrouble? { failed.withLock { $0 } }
    private let failed = Mutex<SinkTrouble?>(nil)
    private let descriptor: Int32

    public static let standardOutput = OutputFile("standard output", STDOUT_FILENO)
    public static let standardError = OutputFile("standard error", STDERR_FILENO)

    /// A file that is open, under the name that the operator gave it.
    public init(_ name: String, _ descriptor: Int32) {
        (self.name, self.descriptor) = (name, descriptor)
    }

    /// What it is; nil for one that is closed.
    public var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Writes lines that a person reads; names and numbers in them may come from any file.
    public func print(_ lines: String) { write(Array((printableLines(lines) + "\n").utf8)) }

    /// Writes all of the bytes, or sets `trouble`.
    public func write(_ bytes: [UInt8]) {
        guard trouble == nil else { return }
        var written = 0
        bytes.withUnsafeBytes { all in
            while written < all.count {
                let count = Glibc.write(descriptor, all.baseAddress! + written, all.count - written)
                if count >= 0 {
                    written += count
                } else if errno == EAGAIN {
                    awaitRoom()
                } else if errno != EINTR {
                    let trouble = SinkTrouble(
                        sentence: "cannot write \(name) any more: \(systemMessage())",
                        isReaderGone: errno == EPIPE
                    )
                    failed.withLock { $0 = trouble }
                    return
                }
            }
        }
    }

    /// Waits until there is room: another program that has the same pipe or terminal may have set it not to wait.
    private func awaitRoom() {
        var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&file, 1, -1)
    }
}
