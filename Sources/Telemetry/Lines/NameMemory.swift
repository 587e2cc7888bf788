/// The member names of earlier objects and the meaning of each. Nearly every line has the same names in the same order, so
/// that an expected name is compared instead of parsed.
///
/// To read an object: `begin`, then `next` until it returns nil. The result does not depend on the remembered names.
struct NameMemory<Meaning: Sendable>: Sendable {
    private struct Entry {
        var pattern: BytePattern
        /// The range of the name in the pattern, without its quotes.
        var name: Range<Int>
        var meaning: Meaning
        var text: String
        /// The index of the name that followed it last time; nil if that is not remembered.
        var next: Int?
    }

    /// The most names remembered.
    private let capacity: Int
    private let meaning: @Sendable (JSONScanner.RawString) -> Meaning
    private var entries: [Entry] = []
    private var indices: [BytePattern: Int] = [:]
    /// The index of the first name of the last object.
    private var first: Int?
    private var expected: Int?
    /// The index of the current name; nil if it is not remembered.
    private var latest: Int?
    /// The range of the current name in the line; nil before the first.
    private var nameRange: Range<Int>?
    private var hasEscapes = false
    /// Names that were not remembered for lack of capacity.
    private var unremembered = 0

    /// - Parameters:
    ///   - capacity: the most names remembered; with 0 each name is parsed.
    ///   - meaning: the meaning of a name.
    init(capacity: Int, _ meaning: @escaping @Sendable (JSONScanner.RawString) -> Meaning) {
        self.capacity = capacity
        self.meaning = meaning
    }

    /// Begins an object.
    @inline(__always)
    mutating func begin() {
        (nameRange, latest, expected) = (nil, nil, first)
        // The names of a source may change: with many new ones the old ones are forgotten.
        if unremembered > 16 * capacity { self = NameMemory(capacity: capacity, meaning) }
    }

    /// Reads up to the next member's value.
    ///
    /// - Returns: the meaning of the member's name; nil at the end of the object.
    @inline(__always)
    mutating func next(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> Meaning? {
        let start = scanner.position
        guard let index = expected else { return nameRange != nil && scanner.acceptEnd() ? nil : try read(&scanner) }
        guard scanner.accept(entries[index].pattern) else { return try read(&scanner) }
        let name = entries[index].name
        nameRange = start + name.lowerBound..<start + name.upperBound
        (latest, hasEscapes, expected) = (index, false, entries[index].next)
        return entries[index].meaning
    }

    /// The current name as written in the line.
    func raw(_ scanner: JSONScanner) -> JSONScanner.RawString {
        unsafe JSONScanner.RawString(
            bytes: UnsafeRawBufferPointer(rebasing: scanner.bytes[nameRange ?? 0..<0]),
            hasEscapes: hasEscapes
        )
    }

    /// The current name, escapes resolved.
    func text(_ scanner: JSONScanner) throws(JSONScanner.Malformed) -> String {
        if let latest { entries[latest].text } else { try raw(scanner).text() }
    }

    @inline(never)
    private mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> Meaning? {
        let start = scanner.position
        guard let raw = try scanner.memberName(isFirst: nameRange == nil) else { return nil }
        let index = unsafe remember(UnsafeRawBufferPointer(rebasing: scanner.bytes[start..<scanner.position]), raw)
        if let latest { entries[latest].next = index } else if nameRange == nil { first = index }
        let name = unsafe raw.bytes.baseAddress! - scanner.bytes.baseAddress!
        nameRange = unsafe name..<name + raw.bytes.count
        (latest, hasEscapes, expected) = (index, raw.hasEscapes, index.flatMap { entries[$0].next })
        return index.map { entries[$0].meaning } ?? meaning(raw)
    }

    /// - Parameter bytes: the bytes from the end of the previous value to this one, which hold the name.
    private mutating func remember(_ bytes: UnsafeRawBufferPointer, _ raw: JSONScanner.RawString) -> Int? {
        guard capacity > 0, !raw.hasEscapes, let pattern = unsafe BytePattern(bytes) else { return nil }
        if let index = indices[pattern] { return index }
        guard entries.count < capacity else {
            unremembered += 1
            return nil
        }
        let start = unsafe raw.bytes.baseAddress! - bytes.baseAddress!
        let name = unsafe start..<start + raw.bytes.count
        let text = unsafe String(decoding: raw.bytes, as: UTF8.self)
        entries.append(Entry(pattern: pattern, name: name, meaning: meaning(raw), text: text))
        indices[pattern] = entries.count - 1
        return entries.count - 1
    }
}
