/// A text as the numbers of its characters.
public struct CharacterText: Equatable, Sendable {
    /// The characters that occur (Unicode scalars), lowest first; a token is a place in this list.
    public var vocabulary: [Unicode.Scalar]
    /// A token for each character.
    public var tokens: [Int]

    /// Reads a file of UTF-8; characters are taken as they are, ends of lines too.
    public init(path: String) throws(FileError) {
        let file = try ReadFile(path)
        try file.check(isFor: .text)
        try self.init(bytes: file.bytes(), path: path)
    }

    /// Reads text that is already in memory; `path` only names it in errors.
    public init(bytes: [UInt8], path: String) throws(FileError) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var (decoder, rest, position) = (UTF8(), bytes.makeIterator(), 0)
        decoding: while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar):
                scalars.append(scalar)
                position += UTF8.width(scalar)
            case .emptyInput: break decoding
            case .error: throw FileError(path, at: .byte(position), "is not text in UTF-8")
            }
        }
        guard let last = scalars.max() else { throw FileError(path, "is empty") }
        // A table over all numbers up to the last: far quicker than a dictionary, and small but for rare scripts.
        var places = [Int](repeating: -1, count: Int(last.value) + 1)
        for scalar in scalars { places[Int(scalar.value)] = 0 }
        vocabulary = places.indices.filter { places[$0] == 0 }.compactMap { Unicode.Scalar(UInt32($0)) }
        for (token, scalar) in vocabulary.enumerated() { places[Int(scalar.value)] = token }
        tokens = scalars.map { places[Int($0.value)] }
    }

    /// The first part to learn from and the last to be measured on.
    ///
    /// - Parameter share: the part of the characters that is held out, from 0 to 1.
    public func split(heldOut share: Double) -> (train: [Int], heldOut: [Int]) {
        demand(share >= 0 && share <= 1, "the share that is held out must be from 0 to 1, not \(share)")
        let border = Int(Double(tokens.count) * (1 - share))
        return (Array(tokens[..<border]), Array(tokens[border...]))
    }
}
