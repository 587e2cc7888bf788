public import Glibc
import Platform
import Synchronization
public import Telemetry

/// A file or pipe to which lines are written.
public final class OutputFile: Sendable {
    public let name: String
    /// Why writing failed, for the operator; nothing more is written after that.
    public var failure: SinkError? { failed.withLock { $0 } }
    private let failed = Mutex<SinkError?>(nil)
    private let descriptor: Int32

    public static let standardOutput = OutputFile("standard output", STDOUT_FILENO)
    public static let standardError = OutputFile("standard error", STDERR_FILENO)

    /// An open file, under the operator's name for it.
    public init(_ name: String, _ descriptor: Int32) {
        (self.name, self.descriptor) = (name, descriptor)
    }

    /// Its status, with kind and identity; nil for a closed descriptor.
    public var status: stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Writes lines for people, made printable: names in them may come from any file.
    public func print(_ lines: String) { write(Array((printableLines(lines) + "\n").utf8)) }

    /// Writes all of the bytes, or sets `failure`.
    public func write(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        var written = 0
        unsafe bytes.withUnsafeBytes { all in
            while written < all.count {
                let count = unsafe Glibc.write(descriptor, all.baseAddress! + written, all.count - written)
                if count >= 0 {
                    written += count
                } else if errno == EAGAIN {
                    awaitRoom()
                } else if errno != EINTR {
                    let failure = SinkError(
                        sentence: "cannot write \(name) any more: \(systemMessage())",
                        isReaderGone: errno == EPIPE
                    )
                    failed.withLock { $0 = failure }
                    return
                }
            }
        }
    }

    /// Waits for room: another program that shares the pipe or terminal may have made it non-blocking.
    private func awaitRoom() {
        var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&file, 1, -1)
    }
}
