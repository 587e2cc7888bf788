/// The records of separated text in order (RFC 4180): fields may be quoted, and then contain separators, line ends and
/// doubled quotes. A line ends with CR, LF or both.
///
/// Blank records and lines that begin with # are skipped; blanks around a field are not part of it.
struct CSVRecords {
    /// A field's range in the bytes.
    struct Field {
        var range: Range<Int>
        /// Whether it contains doubled quotes.
        var hasDoubledQuotes = false

        var isEmpty: Bool { range.isEmpty }
    }

    /// A malformed record, and its line.
    struct Fault: Error {
        var line: Int
        var problem: String
    }

    /// More than any model has inputs.
    private static let mostFields = 1 << 17

    static let separators = [",", ";", "\t"].map { UInt8(ascii: $0) }

    let bytes: [UInt8]
    private(set) var separator: UInt8
    private var position: Int
    /// The line at `position`, counted from 1.
    private var line = 1

    /// - Parameter bytes: text in UTF-8.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let declared = Self.declared(bytes, at: position) {
            separator = declared
            skipLine()
        } else {
            separator = UInt8(ascii: ",")
            separator = plainSeparator
        }
    }

    private init(_ other: CSVRecords, separator: UInt8) {
        bytes = other.bytes
        position = other.position
        self.separator = separator
    }

    /// Reads the next record into `fields`, replacing its content.
    ///
    /// - Returns: the line where it begins; nil at the end.
    mutating func next(into fields: inout [Field]) throws(Fault) -> Int? {
        while position < bytes.count {
            let start = line
            if bytes[position] == UInt8(ascii: "#") {
                skipLine()
                continue
            }
            fields.removeAll(keepingCapacity: true)
            repeat {
                guard fields.count < Self.mostFields else {
                    throw Fault(line: start, problem: "has more than \(Self.mostFields) columns")
                }
                fields.append(try field())
            } while skipSeparator()
            skipLineEnd()
            if fields.contains(where: { !$0.isEmpty }) { return start }
        }
        return nil
    }

    /// The text of a field, quotes undoubled.
    func text(_ field: Field) -> String {
        let text = String(decoding: bytes[field.range], as: UTF8.self)
        return field.hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
    }

    // MARK: The separator

    /// The separator that the first line declares as Excel does: "sep=;".
    private static func declared(_ bytes: [UInt8], at start: Int) -> UInt8? {
        let line = bytes[start...].prefix(6)
        guard line.starts(with: Array("sep=".utf8)), line.count == 6, isLineEnd(line[start + 5]) else { return nil }
        return separators.first { $0 == line[start + 4] }
    }

    /// The separator that splits the first two records into the same number of fields, more than one; a comma before a
    /// semicolon before a tab where several do, or none.
    private var plainSeparator: UInt8 {
        let counts = Self.separators.map { separator in
            var records = CSVRecords(self, separator: separator)
            var fields: [Field] = []
            let first = (try? records.next(into: &fields)) == nil ? 0 : fields.count
            let second = (try? records.next(into: &fields)) == nil ? first : fields.count
            return (separator, first, second)
        }
        let fitting = counts.first { $0.1 > 1 && $0.1 == $0.2 } ?? counts.first { $0.1 > 1 }
        return fitting?.0 ?? separator
    }

    // MARK: Bytes

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 && separator != 0x09 }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func isEndOfField(_ byte: UInt8) -> Bool { byte == separator || Self.isLineEnd(byte) }

    private mutating func field() throws(Fault) -> Field {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
        let start = position
        while position < bytes.count, !isEndOfField(bytes[position]) { position += 1 }
        return Field(range: trimmed(start..<position))
    }

    private mutating func quotedField() throws(Fault) -> Field {
        let (quote, opening) = (UInt8(ascii: "\""), line)
        position += 1
        let start = position
        var isDoubled = false
        while true {
            guard position < bytes.count else {
                throw Fault(line: opening, problem: "a quote begins here that nothing ends")
            }
            if Self.isLineEnd(bytes[position]) {
                skipLineEnd()
            } else if bytes[position] != quote {
                position += 1
            } else if position + 1 < bytes.count, bytes[position + 1] == quote {
                isDoubled = true
                position += 2
            } else {
                break
            }
        }
        let range = trimmed(start..<position)
        position += 1
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
        guard position == bytes.count || isEndOfField(bytes[position]) else {
            throw Fault(line: line, problem: "something follows a closing quote: a quote inside quotes is doubled")
        }
        return Field(range: range, hasDoubledQuotes: isDoubled)
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private mutating func skipSeparator() -> Bool {
        guard position < bytes.count, bytes[position] == separator else { return false }
        position += 1
        return true
    }

    private mutating func skipLineEnd() {
        guard position < bytes.count else { return }
        let isPair = bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
        line += 1
    }

    private mutating func skipLine() {
        while position < bytes.count, !Self.isLineEnd(bytes[position]) { position += 1 }
        skipLineEnd()
    }
}
