/// The names of the members that objects had, and what each means: nearly every line has the same names in the same order,
/// and one that is expected is compared, not read.
///
/// An object is read by `begin` and then `next` until that is nil, with the same result whatever is remembered.
struct NameMemory<Meaning: Sendable>: Sendable {
    private struct Entry {
        var pattern: BytePattern
        /// Where the name lies in the pattern, without its quotes.
        var name: Range<Int>
        var meaning: Meaning
        var text: String
        /// What followed it the last time; nil when that is not remembered.
        var next: Int?
    }

    /// Names that are remembered.
    private let capacity: Int
    private let meaning: @Sendable (JSONScanner.RawString) -> Meaning
    private var entries: [Entry] = []
    private var indices: [BytePattern: Int] = [:]
    /// The first name of the last object.
    private var first: Int?
    private var expected: Int?
    /// The name at hand, where it is remembered.
    private var latest: Int?
    /// Where the name at hand lies in the line; nil before the first.
    private var place: Range<Int>?
    private var hasEscapes = false
    /// Names that found no room.
    private var strangers = 0

    /// - Parameters:
    ///   - capacity: names that are remembered; with 0 each is read.
    ///   - meaning: what a name means.
    init(capacity: Int, _ meaning: @escaping @Sendable (JSONScanner.RawString) -> Meaning) {
        self.capacity = capacity
        self.meaning = meaning
    }

    /// Before an object.
    @inline(__always)
    mutating func begin() {
        (place, latest, expected) = (nil, nil, first)
        // The names that a source had once leave the room to those it has now.
        if strangers > 16 * capacity { self = NameMemory(capacity: capacity, meaning) }
    }

    /// Reads up to the next member's value.
    ///
    /// - Returns: what the member's name means; nil behind the end of the object.
    @inline(__always)
    mutating func next(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> Meaning? {
        let start = scanner.position
        guard let index = expected else { return place != nil && scanner.acceptEnd() ? nil : try read(&scanner) }
        guard scanner.accept(entries[index].pattern) else { return try read(&scanner) }
        let name = entries[index].name
        place = start + name.lowerBound..<start + name.upperBound
        (latest, hasEscapes, expected) = (index, false, entries[index].next)
        return entries[index].meaning
    }

    /// The name at hand as it stands in the line.
    func raw(_ scanner: JSONScanner) -> JSONScanner.RawString {
        unsafe JSONScanner.RawString(
            bytes: UnsafeRawBufferPointer(rebasing: scanner.bytes[place ?? 0..<0]),
            hasEscapes: hasEscapes
        )
    }

    /// The name at hand, escapes resolved.
    func text(_ scanner: JSONScanner) throws(JSONScanner.Malformed) -> String {
        if let latest { entries[latest].text } else { try raw(scanner).text() }
    }

    @inline(never)
    private mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> Meaning? {
        let start = scanner.position
        guard let raw = try scanner.memberName(isFirst: place == nil) else { return nil }
        let index = unsafe remember(UnsafeRawBufferPointer(rebasing: scanner.bytes[start..<scanner.position]), raw)
        if let latest { entries[latest].next = index } else if place == nil { first = index }
        let name = unsafe raw.bytes.baseAddress! - scanner.bytes.baseAddress!
        place = unsafe name..<name + raw.bytes.count
        (latest, hasEscapes, expected) = (index, raw.hasEscapes, index.flatMap { entries[$0].next })
        return index.map { entries[$0].meaning } ?? meaning(raw)
    }

    /// - Parameter bytes: what stands before the value, with the name in it.
    private mutating func remember(_ bytes: UnsafeRawBufferPointer, _ raw: JSONScanner.RawString) -> Int? {
        guard capacity > 0, !raw.hasEscapes, let pattern = unsafe BytePattern(bytes) else { return nil }
        if let index = indices[pattern] { return index }
        guard entries.count < capacity else {
            strangers += 1
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
