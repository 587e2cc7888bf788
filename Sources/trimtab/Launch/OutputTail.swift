import Glibc

/// What a program prints into its log file, as it comes.
final class OutputTail {
    /// Bytes read at a time: more wait for the next time.
    private static let chunk = 1 << 16

    private let descriptor: Int32

    /// - Parameter log: read from its beginning on.
    init(_ log: LogFile) { descriptor = unsafe open(log.path, O_RDONLY | O_CLOEXEC) }

    deinit { close(descriptor) }

    /// What has been printed since the last call; empty for nothing.
    func read() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
            count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}
