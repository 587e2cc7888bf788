/// A few bytes to be met again, compared eight at a time.
struct BytePattern: Sendable {
    /// The most bytes of a pattern.
    static let longest = 64

    let count: Int
    /// The bytes in words, the first byte the lowest; zeros behind them.
    private var words: [8 of UInt64] = .init(repeating: 0)
    /// The last eight bytes; all of fewer.
    private let tail: UInt64

    /// Nil for more than `longest` bytes, or none.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard 1...Self.longest ~= bytes.count else { return nil }
        count = bytes.count
        for place in bytes.indices {
            words[place / 8] |= unsafe UInt64(bytes[place]) << UInt64(place % 8 * 8)
        }
        tail = unsafe bytes.count < 8 ? words[0] : bytes.word(at: bytes.count - 8)
    }

    /// Whether bytes have the pattern at a place.
    @inline(__always)
    func stands(in bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place + count <= bytes.count else { return false }
        if count < 8 {
            guard place + 8 <= bytes.count else {
                return (0..<count).allSatisfy { unsafe bytes[place + $0] == byte($0) }
            }
            return unsafe (bytes.word(at: place) ^ tail) << UInt64(64 - 8 * count) == 0
        }
        for index in 0..<count / 8 where unsafe bytes.word(at: place + 8 * index) != words[index] { return false }
        return unsafe bytes.word(at: place + count - 8) == tail
    }

    private func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[0] >> UInt64(8 * index)) }
}

extension BytePattern: Hashable {
    static func == (left: BytePattern, right: BytePattern) -> Bool {
        left.count == right.count && (0..<8).allSatisfy { left.words[$0] == right.words[$0] }
    }

    func hash(into hasher: inout Hasher) {
        for index in 0..<(count + 7) / 8 { hasher.combine(words[index]) }
    }
}

extension UnsafeRawBufferPointer {
    /// Eight bytes from a place on, the first one the lowest of the word. They must be there.
    @inline(__always)
    func word(at place: Int) -> UInt64 {
        unsafe UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
