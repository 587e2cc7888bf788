/// Counts of what a reader could not read: values by field and fault, lines by fault.
///
/// Its size is bounded: beyond `fieldLimit` different faults the rest are counted together.
public struct ReadingReport: Equatable, Sendable {
    /// The most field faults counted apart.
    public static let fieldLimit = 32

    /// Values of one field with one fault.
    public struct FieldCount: Equatable, Sendable {
        public var field: String
        public var fault: FieldFault
        public var count: Int
        /// The line of the first one, counted from 1.
        public var line: Int
        /// The first value as written, cut to a few characters.
        public var value: String

        /// "epoch: 18 values were not whole numbers"
        public var sentence: String { "\(field): \(fault.sentence(count))" }
    }

    /// Lines with one fault.
    public struct LineCount: Equatable, Sendable {
        public var fault: LineFault
        public var count: Int
        /// The first such line, counted from 1.
        public var line: Int

        /// "60 lines: JSON, but no step: a step line needs …"
        public var sentence: String { "\(NumberFormat.plural(count, "line")): \(fault.sentence)" }
    }

    /// The unreadable values, in the order of their first appearance.
    public private(set) var fields: [FieldCount] = []
    /// The unreadable lines, in the order of their first appearance.
    public private(set) var lines: [LineCount] = []
    /// Well-formed events of kinds that this version does not know; not counted as skipped.
    public private(set) var unknownEvents = 0
    /// Values with faults beyond `fieldLimit`.
    public private(set) var otherValues = 0

    public init() {}

    public var isEmpty: Bool { fields.isEmpty && lines.isEmpty && unknownEvents == 0 }

    /// Lines that could not be read at all.
    public var skippedLines: Int { lines.reduce(0) { $0 + $1.count } }

    /// Values that could not be read in lines that otherwise could.
    public var unreadValues: Int { fields.reduce(otherValues) { $0 + $1.count } }

    /// The report as sentences, lines before fields, one per fault.
    public var sentences: [String] {
        lines.map(\.sentence) + fields.map(\.sentence)
            + (otherValues > 0 ? ["other fields: \(NumberFormat.plural(otherValues, "value")) unread"] : [])
            + (unknownEvents > 0 ? ["\(NumberFormat.plural(unknownEvents, "event")) of unknown kinds"] : [])
    }

    /// As `sentences`, each with the line of the first case.
    public var sentencesWithLines: [String] {
        lines.map { "\($0.sentence) (\($0.count == 1 ? "" : "first: ")line \($0.line))" }
            + fields.map { "\($0.sentence) (\($0.count == 1 ? "" : "first: ")line \($0.line), \($0.value))" }
            + sentences.dropFirst(lines.count + fields.count)
    }

    /// The sentences of faults that are not in an earlier report.
    public func sentences(since earlier: ReadingReport) -> [String] {
        lines.filter { line in !earlier.lines.contains { $0.fault == line.fault } }.map(\.sentence)
            + fields.dropFirst(earlier.fields.count).map(\.sentence)
    }

    mutating func count(_ fault: LineFault, line: Int, count: Int = 1) {
        if let index = lines.firstIndex(where: { $0.fault == fault }) {
            lines[index].count += count
        } else {
            lines.append(LineCount(fault: fault, count: count, line: line))
        }
    }

    mutating func countUnknown() { unknownEvents += 1 }

    /// Adds the report on the lines that follow.
    ///
    /// - Parameter lineCount: the number of lines before them.
    package mutating func append(_ later: ReadingReport, behind lineCount: Int) {
        for one in later.lines { count(one.fault, line: lineCount + one.line, count: one.count) }
        for var one in later.fields {
            one.line += lineCount
            count(one)
        }
        unknownEvents += later.unknownEvents
        otherValues += later.otherValues
    }

    mutating func count(_ faults: FieldFaults, line: Int) {
        for one in faults.faults {
            count(FieldCount(field: one.field, fault: one.fault, count: one.count, line: line, value: one.value))
        }
    }

    private mutating func count(_ one: FieldCount) {
        if let index = fields.firstIndex(where: { $0.field == one.field && $0.fault == one.fault }) {
            fields[index].count += one.count
        } else if fields.count < Self.fieldLimit {
            fields.append(one)
        } else {
            otherValues += one.count
        }
    }
}
