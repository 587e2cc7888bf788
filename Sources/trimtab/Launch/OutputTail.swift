import Glibc

/// Reads a program's output from its log file as it grows.
final class OutputTail {
    /// Most bytes read at a time.
    private static let chunk = 1 << 16

    private let descriptor: Int32

    /// - Parameter log: read from its beginning.
    init(_ log: LogFile) { descriptor = unsafe open(log.path, O_RDONLY | O_CLOEXEC) }

    deinit { close(descriptor) }

    /// The output since the last call; empty if there is none.
    func read() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
            count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}
