public import Platform

/// A text as tokens, one for each character.
public struct CharacterText: Equatable, Sendable {
    /// The characters that occur (Unicode scalars), lowest first; a token is an index of this list.
    public var vocabulary: [Unicode.Scalar]
    /// A token for each character.
    public var tokens: Tokens

    /// Reads a file of UTF-8; every character counts, line ends too.
    public init(path: String) throws(FileError) {
        let file = try ReadFile(path)
        try file.check(isFor: .text)
        // Its bytes, and at most two more for each: a character whose token needs four bytes has four in the file.
        try file.checkMemory(for: 3 * file.size)
        try self.init(bytes: file.bytes(), path: path)
    }

    /// Reads text that is already in memory; `path` only names it in errors.
    public init(bytes: [UInt8], path: String) throws(FileError) {
        // Read twice, since a list of the characters would be several times as long as the text.
        var used = UsedCharacters()
        var (count, characters) = (0, Characters(bytes))
        while let scalar = characters.next() {
            used.insert(scalar)
            count += 1
        }
        guard characters.isAtEnd else {
            throw FileError(path, at: .byte(characters.position), "is not text in UTF-8: save it in UTF-8")
        }
        guard count > 0 else { throw FileError(path, "is empty") }
        vocabulary = used.sorted
        // A table up to the highest scalar: far faster than a dictionary, and small except for rare scripts.
        var places = [Int](repeating: 0, count: Int(vocabulary.last?.value ?? 0) + 1)
        for (token, scalar) in vocabulary.enumerated() { places[Int(scalar.value)] = token }
        tokens = Tokens(
            count: count,
            vocabulary: vocabulary.count,
            Characters(bytes).lazy.map { places[Int($0.value)] }
        )
    }

    /// The first part, for training, and the last, for evaluation; they share the memory of the whole.
    ///
    /// - Parameter share: the share of the characters that is held out, from 0 to 1.
    public func split(heldOut share: Double) -> (train: Tokens, heldOut: Tokens) {
        require(share >= 0 && share <= 1, "the share that is held out must be from 0 to 1, not \(share)")
        let border = Int(Double(tokens.count) * (1 - share))
        return (tokens.part(0..<border), tokens.part(border..<tokens.count))
    }
}

/// The set of characters that occur, in pages of which most are empty.
private struct UsedCharacters {
    private static let pageSize = 256
    private var isUsed = [Bool](repeating: false, count: 0x11_0000)
    private var isPageUsed = [Bool](repeating: false, count: 0x11_0000 / pageSize)

    mutating func insert(_ scalar: Unicode.Scalar) {
        isUsed[Int(scalar.value)] = true
        isPageUsed[Int(scalar.value) / Self.pageSize] = true
    }

    /// Lowest first.
    var sorted: [Unicode.Scalar] {
        isPageUsed.indices.filter { isPageUsed[$0] }.flatMap { page in
            (page * Self.pageSize..<(page + 1) * Self.pageSize).filter { isUsed[$0] }
                .compactMap { Unicode.Scalar(UInt32($0)) }
        }
    }
}

/// The characters of UTF-8, up to the first invalid byte.
private struct Characters: Sequence, IteratorProtocol {
    private var decoder = UTF8()
    private var rest: Array<UInt8>.Iterator
    /// The length of the characters so far, in bytes.
    private(set) var position = 0
    /// Whether all bytes have been read and were valid.
    private(set) var isAtEnd = false

    init(_ bytes: [UInt8]) { rest = bytes.makeIterator() }

    mutating func next() -> Unicode.Scalar? {
        switch decoder.decode(&rest) {
        case .scalarValue(let scalar):
            position += UTF8.width(scalar)
            return scalar
        case .emptyInput: isAtEnd = true
        case .error: break
        }
        return nil
    }
}
