public import Platform
import Telemetry

/// A table of numbers with named columns, read from separated text.
///
/// The first line that is neither blank nor a comment (`#`) names the columns. Fields are separated by commas, semicolons or
/// tabs, and may be quoted; numbers are decimal, with a point. An unnamed first column that labels the rows, such as
/// pandas' index, is left out, and so are columns with neither name nor content.
public struct CSVTable: Equatable, Sendable {
    /// Column names in order, no two the same.
    public var columns: [String]
    /// Numbers row by row.
    public var numbers: [Double]
    /// The line in the file of each row, counted from 1.
    public var lines: [Int]
    /// The line of the column names.
    var headLine = 1
    /// Whether a first column that labels the rows was left out.
    public var hasRowLabels = false

    /// The number of rows.
    public var rowCount: Int { lines.count }

    /// Reads a file.
    public init(path: String) throws(FileError) {
        let file = try ReadFile(path)
        try file.check(isFor: .table)
        let bytes = try file.bytes()
        // While the examples are made and split, each cell's number is in memory three times.
        try file.checkMemory(for: 3 * MemoryLayout<Double>.size * cellLimit(of: bytes))
        try self.init(bytes: bytes, path: path)
    }

    /// Reads text that is already in memory; `path` only names it in errors.
    public init(bytes: [UInt8], path: String) throws(FileError) {
        if let line = lineThatIsNotUTF8(bytes) {
            throw FileError(path, at: .line(line), "is not text in UTF-8: save it in UTF-8")
        }
        do throws(CSVRecords.Fault) {
            var records = CSVRecords(bytes)
            let head = try CSVHead(&records)
            (columns, numbers, lines) = (head.columns, [], [])
            (headLine, hasRowLabels) = (head.line, head.hasRowLabels)
            try read(&records, head)
        } catch {
            throw FileError(path, at: .line(error.line), error.problem)
        }
        if lines.isEmpty {
            throw FileError(path, "has no rows (a line of column names and lines of numbers are expected)")
        }
    }

    private mutating func read(_ records: inout CSVRecords, _ head: CSVHead) throws(CSVRecords.Fault) {
        var fields: [CSVRecords.Field] = []
        var labels = Set<String>()
        while let line = try records.next(into: &fields) {
            guard fields.count >= head.width, fields[head.width...].allSatisfy(\.isEmpty) else {
                throw head.otherWidth(fields.map { records.text($0) }, line)
            }
            if head.hasRowLabels, !head.isLabel(records.text(fields[0]), &labels) {
                throw CSVRecords.Fault(line: head.line, problem: namelessProblem(column: 1))
            }
            for index in columns.indices {
                numbers.append(try number(fields[head.firstColumn + index], columns[index], records, line))
            }
            lines.append(line)
        }
    }

    private func number(
        _ field: CSVRecords.Field,
        _ column: String,
        _ records: CSVRecords,
        _ line: Int
    ) throws(CSVRecords.Fault) -> Double {
        let number = unsafe records.bytes.withUnsafeBytes {
            unsafe decimal(UnsafeRawBufferPointer(rebasing: $0[field.range]))
        }
        if let number, number.isFinite { return number }
        let text = records.text(field)
        let got = text.isEmpty ? "nothing" : shown(text)
        let cure = number == nil ? cure(ofCell: text) : ": that is beyond all numbers that can be held"
        throw CSVRecords.Fault(line: line, problem: "column \(shown(column)) must be a number (got \(got))\(cure)")
    }

    /// The error of a column that the table does not have.
    package func lacks(_ name: String, path: String) -> FileError {
        let names = columns.prefix(4).map(shown) + (columns.count > 4 ? ["… \(shown(columns.last ?? ""))"] : [])
        let cure = columns.allSatisfy { decimal($0) != nil } ? ": the first line must name the columns" : ""
        return FileError(path, "has no column '\(shown(name))' (known: \(names.joined(separator: ", ")))\(cure)")
    }

    /// - Throws: where another column's name differs from the target's only in case or white space: it may be a copy of the
    ///   target, which would then be learned from itself.
    func checkThatNoneIsNamedLike(_ target: String, path: String) throws(FileError) {
        func letters(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }
        let same = columns.first { $0 != target && letters($0) == letters(target) }
        guard let same else { return }
        throw FileError(
            path,
            at: .line(headLine),
            "columns \(shown(target)) and \(shown(same)) differ only in case or white space, and one is the target: "
                + "rename or remove the other"
        )
    }

    /// Other columns with this column's numbers in every row, which reveal the target; none for a constant column.
    package func copies(of name: String) -> [String] {
        guard let column = columns.firstIndex(of: name) else { return [] }
        let starts = stride(from: 0, to: numbers.count, by: columns.count)
        guard starts.contains(where: { numbers[$0 + column] != numbers[column] }) else { return [] }
        return columns.indices.filter { other in
            other != column && starts.allSatisfy { numbers[$0 + other] == numbers[$0 + column] }
        }.map { columns[$0] }
    }
}

// MARK: - Cells

/// The remedy for a cell that is not a number.
private func cure(ofCell text: String) -> String {
    let word = text.lowercased()
    switch word {
    case "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-": return ": fill it in, or remove the row"
    case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": return ": only finite numbers are read"
    case "true", "false", "yes", "no": return ": write 1 or 0"
    default: break
    }
    if word.hasPrefix("0x") || word.hasPrefix("-0x") { return ": write it in decimal" }
    if word.last == "%" { return ": write it without the sign" }
    if word.first == "\u{2212}" { return ": write the sign as -" }
    if word.contains("\0") { return ": the file has bytes that are no text" }
    let marks: Set<Character> = [",", "'", "_", " ", "\u{A0}", "\u{2009}", "\u{202F}", "’"]
    if decimal(word.filter { !marks.contains($0) && $0 != "." }) != nil {
        return ": decimals are written with a point, and thousands are not parted"
    }
    return ": only numbers are read; give each word a number, or remove the column"
}

/// A field of the file for an error, shortened where it is longer than any name or number: the file may not be a table.
func shown(_ field: String) -> String {
    let most = 40
    return printable(field.unicodeScalars.count > most ? String(field.unicodeScalars.prefix(most)) + "…" : field)
}

// MARK: - Bytes

/// An upper bound of the number of cells of a text.
private func cellLimit(of bytes: [UInt8]) -> Int {
    // A small text is not counted: memory suffices for any number of its cells.
    guard bytes.count > 1 << 22 else { return bytes.count }
    return bytes.reduce(1) { count, byte in
        count + (CSVRecords.separators.contains(byte) || byte == 0x0A || byte == 0x0D ? 1 : 0)
    }
}

/// The line of the first byte that is not UTF-8, counted from 1; nil for valid text.
private func lineThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var (decoder, rest, line) = (UTF8(), bytes.makeIterator(), 1)
    while case .scalarValue(let scalar) = decoder.decode(&rest) { line += scalar == "\n" ? 1 : 0 }
    return line
}
