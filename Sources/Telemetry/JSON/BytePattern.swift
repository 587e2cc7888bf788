/// A few bytes that are expected again, compared eight at a time.
struct BytePattern: Sendable {
    /// The most bytes of a pattern.
    static let longest = 64

    let count: Int
    /// The bytes as little-endian words, padded with zeros.
    private var words: [8 of UInt64] = .init(repeating: 0)
    /// The last eight bytes, or all if there are fewer.
    private let tail: UInt64

    /// Nil for an empty buffer and for more than `longest` bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard 1...Self.longest ~= bytes.count else { return nil }
        count = bytes.count
        for position in bytes.indices {
            words[position / 8] |= unsafe UInt64(bytes[position]) << UInt64(position % 8 * 8)
        }
        tail = unsafe bytes.count < 8 ? words[0] : bytes.word(at: bytes.count - 8)
    }

    /// True if `bytes` hold the pattern at a position.
    @inline(__always)
    func matches(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
        guard position + count <= bytes.count else { return false }
        if count < 8 {
            guard position + 8 <= bytes.count else {
                return (0..<count).allSatisfy { unsafe bytes[position + $0] == byte($0) }
            }
            return unsafe (bytes.word(at: position) ^ tail) << UInt64(64 - 8 * count) == 0
        }
        for index in 0..<count / 8 where unsafe bytes.word(at: position + 8 * index) != words[index] { return false }
        return unsafe bytes.word(at: position + count - 8) == tail
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
    /// The eight bytes from a position on as a little-endian word. The buffer must hold them.
    @inline(__always)
    func word(at position: Int) -> UInt64 {
        unsafe UInt64(littleEndian: loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
}
