import Glibc

/// Cuts a stream of bytes, however it is split, into lines.
///
/// A line that is cut stays until its rest arrives; a line longer than `longest` is dropped whole and counted. Empty
/// lines are passed over.
public struct LineReader: Sendable {
    /// Bytes a line may have. Longer ones are dropped, so that no stream can exhaust the memory.
    public static let longest = 4 << 20

    /// Lines dropped because they were longer than `longest`.
    public private(set) var overlong = 0

    private var carried: [UInt8] = []
    private var isDropping = false

    public init() {}

    /// Takes the next bytes of the stream and hands over each line they complete, without its newline.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> Void) {
        var rest = bytes[...]
        while let newline = Self.newline(in: rest) {
            complete(rest[rest.startIndex..<newline], take)
            rest = rest[(newline + 1)...]
        }
        carry(rest)
    }

    /// Where the next newline is; nil when there is none.
    static func newline(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard !bytes.isEmpty, let start = bytes.base.baseAddress,
            let found = memchr(start + bytes.startIndex, Int32(UInt8(ascii: "\n")), bytes.count)
        else { return nil }
        return UnsafeRawPointer(found) - start
    }

    /// Hands over what is left when the stream has ended without a newline.
    public mutating func finish(_ take: (UnsafeRawBufferPointer) -> Void) {
        complete(UnsafeRawBufferPointer(start: nil, count: 0)[...], take)
    }

    private mutating func complete(
        _ last: Slice<UnsafeRawBufferPointer>,
        _ take: (UnsafeRawBufferPointer) -> Void
    ) {
        if carried.isEmpty && !isDropping && last.count <= Self.longest {
            if !last.isEmpty { take(UnsafeRawBufferPointer(rebasing: last)) }
            return
        }
        carry(last)
        if !isDropping { carried.withUnsafeBytes { take($0) } }
        carried.removeAll(keepingCapacity: carried.count < 1 << 16)
        isDropping = false
    }

    private mutating func carry(_ part: Slice<UnsafeRawBufferPointer>) {
        guard !isDropping, !part.isEmpty else { return }
        if carried.count + part.count > Self.longest {
            overlong += 1
            isDropping = true
            carried.removeAll()
        } else {
            carried.append(contentsOf: part)
        }
    }
}
