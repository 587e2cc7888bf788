import Glibc

/// Cuts a stream of bytes, however it is split, into lines.
///
/// A line that is cut stays until its rest arrives; a line longer than `longest` is dropped whole and counted. Empty
/// lines are passed over. NUL bytes, which a file has where a disk lost what was written, end a line as a newline does, so that
/// what follows them is not lost with them.
public struct LineReader: Sendable {
    /// Bytes a line may have. Longer ones are dropped, so that no stream can exhaust the memory.
    public static let longest = 4 << 20

    /// Lines dropped because they were longer than `longest`.
    public private(set) var overlong = 0
    /// The number of the first of them; nil while there is none.
    public private(set) var firstOverlong: Int?
    /// Newlines so far, which is the number of the line at hand, counted from 0.
    private(set) var newlines = 0

    private var carried: [UInt8] = []
    private var isDropping = false

    public init() {}

    /// Reads the next bytes of the stream and passes on each line they complete, without its newline.
    ///
    /// - Parameters:
    ///   - bytes: split anywhere.
    ///   - receive: receives each line and its number, counted from 1.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer, _ receive: (UnsafeRawBufferPointer, Int) -> Void) {
        var start = 0
        var newline = unsafe Self.place(of: UInt8(ascii: "\n"), in: bytes, from: 0)
        var gap = unsafe Self.place(of: 0, in: bytes, from: 0)
        while let end = newline.map({ min($0, gap ?? $0) }) ?? gap {
            unsafe complete(bytes[start..<end], receive)
            start = end + 1
            if end == newline {
                newlines += 1
                newline = unsafe Self.place(of: UInt8(ascii: "\n"), in: bytes, from: start)
            } else {
                gap = unsafe Self.place(of: 0, in: bytes, from: start)
            }
        }
        unsafe carry(bytes[start...])
    }

    /// Passes on the rest when the stream has ended without a newline.
    public mutating func finish(_ receive: (UnsafeRawBufferPointer, Int) -> Void) {
        unsafe complete(UnsafeRawBufferPointer(start: nil, count: 0)[...], receive)
    }

    /// Where a byte comes next; nil when it does not.
    private static func place(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }

    private mutating func complete(
        _ last: Slice<UnsafeRawBufferPointer>,
        _ receive: (UnsafeRawBufferPointer, Int) -> Void
    ) {
        if unsafe carried.isEmpty && !isDropping && last.count <= Self.longest {
            if unsafe !last.isEmpty { unsafe receive(UnsafeRawBufferPointer(rebasing: last), newlines + 1) }
            return
        }
        unsafe carry(last)
        if !isDropping { unsafe carried.withUnsafeBytes { unsafe receive($0, newlines + 1) } }
        carried.removeAll(keepingCapacity: carried.count < 1 << 16)
        isDropping = false
    }

    private mutating func carry(_ part: Slice<UnsafeRawBufferPointer>) {
        guard !isDropping, unsafe !part.isEmpty else { return }
        if unsafe carried.count + part.count > Self.longest {
            overlong += 1
            firstOverlong = firstOverlong ?? newlines + 1
            isDropping = true
            carried.removeAll()
        } else {
            unsafe carried.append(contentsOf: part)
        }
    }
}
