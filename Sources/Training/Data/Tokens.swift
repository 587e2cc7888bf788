/// The tokens of a text, integers from 0, each stored in as few bytes as the largest needs: 1, 2 or 4.
public struct Tokens: RandomAccessCollection, Equatable, Sendable, ExpressibleByArrayLiteral {
    private let store: Store
    /// The part of the store that belongs to this value.
    private let part: Range<Int>

    fileprivate enum Store: Sendable {
        case bytes([UInt8])
        case shorts([UInt16])
        case words([Int32])
    }

    /// - Parameter tokens: from 0 to 2³¹ − 1.
    public init(_ tokens: some Collection<Int>) {
        require(tokens.allSatisfy { 0...Int(Int32.max) ~= $0 }, "tokens are whole numbers from 0 to 2³¹ − 1")
        self.init(count: tokens.count, vocabulary: (tokens.max() ?? 0) + 1, tokens)
    }

    public init(arrayLiteral tokens: Int...) { self.init(tokens) }

    /// - Parameters:
    ///   - count: the expected number of tokens.
    ///   - vocabulary: above every token.
    init(count: Int, vocabulary: Int, _ tokens: some Sequence<Int>) {
        switch vocabulary {
        case ...256: store = .bytes(narrowed(tokens, count))
        case ...65_536: store = .shorts(narrowed(tokens, count))
        default: store = .words(narrowed(tokens, count))
        }
        part = 0..<store.count
    }

    private init(_ store: Store, part: Range<Int>) {
        (self.store, self.part) = (store, part)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { part.count }

    public subscript(place: Int) -> Int {
        precondition(place >= 0 && place < part.count, "no token has this place")
        let place = part.lowerBound + place
        return switch store {
        case .bytes(let bytes): Int(bytes[place])
        case .shorts(let shorts): Int(shorts[place])
        case .words(let words): Int(words[place])
        }
    }

    /// A part of the text, which shares its memory; its indices start at 0.
    public func part(_ range: Range<Int>) -> Tokens {
        require(range.lowerBound >= 0 && range.upperBound <= count, "a part of a text lies in it")
        let start = part.lowerBound
        return Tokens(store, part: start + range.lowerBound..<start + range.upperBound)
    }

    /// Appends the tokens of a range to a list.
    func append(_ range: Range<Int>, to list: inout [Int]) {
        let range = part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound
        switch store {
        case .bytes(let bytes): for token in bytes[range] { list.append(Int(token)) }
        case .shorts(let shorts): for token in shorts[range] { list.append(Int(token)) }
        case .words(let words): for token in words[range] { list.append(Int(token)) }
        }
    }

    /// The size of a token in bytes.
    var width: Int {
        switch store {
        case .bytes: 1
        case .shorts: 2
        case .words: 4
        }
    }

    public static func == (left: Tokens, right: Tokens) -> Bool { left.elementsEqual(right) }
}

extension Tokens.Store {
    fileprivate var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .shorts(let shorts): shorts.count
        case .words(let words): words.count
        }
    }
}

private func narrowed<Number: FixedWidthInteger>(_ tokens: some Sequence<Int>, _ count: Int) -> [Number] {
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    for token in tokens { numbers.append(Number(token)) }
    return numbers
}
