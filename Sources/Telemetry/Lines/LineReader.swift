/// Splits a stream of bytes into lines.
///
/// An incomplete line is kept until its rest arrives; a line longer than `longest` is dropped and counted. Empty lines are
/// skipped. NUL bytes, which a file has where a disk lost data, end a line like a newline, so that the record behind them is
/// not lost.
public struct LineReader: Sendable {
    /// The most bytes of a line. Longer ones are dropped, so that no stream can exhaust the memory.
    public static let longest = 4 << 20

    /// Lines dropped because they were longer than `longest`.
    public private(set) var overlong = 0
    /// The line number of the first of them; nil if there is none.
    public private(set) var firstOverlong: Int?
    /// Newlines so far: the number of the current line, counted from 0.
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
        var newline = unsafe bytes.position(of: UInt8(ascii: "\n"), from: 0)
        var gap = unsafe bytes.position(of: 0, from: 0)
        while let end = newline.map({ min($0, gap ?? $0) }) ?? gap {
            unsafe complete(bytes[start..<end], receive)
            start = end + 1
            if end == newline {
                newlines += 1
                newline = unsafe bytes.position(of: UInt8(ascii: "\n"), from: start)
            } else {
                gap = unsafe bytes.position(of: 0, from: start)
            }
        }
        unsafe carry(bytes[start...])
    }

    /// Passes on the last line of a stream that ends without a newline.
    public mutating func finish(_ receive: (UnsafeRawBufferPointer, Int) -> Void) {
        unsafe complete(UnsafeRawBufferPointer(start: nil, count: 0)[...], receive)
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
