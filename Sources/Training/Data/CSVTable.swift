/// A table of numbers with named columns, read from comma-separated text.
///
/// The first line that is neither empty nor a comment (`#`) names the columns. Numbers are decimal; fields are not
/// quoted.
public struct CSVTable: Equatable, Sendable {
    /// Column names in order.
    public var columns: [String]
    /// Numbers row by row.
    public var numbers: [Double]
    /// The line in the file of each row, counted from 1.
    public var lines: [Int]

    public var rowCount: Int { lines.count }

    /// Reads a file.
    public init(path: String) throws(FileError) {
        let file = try ReadFile(path)
        try file.check(isFor: .table)
        try self.init(bytes: file.bytes(), path: path)
    }

    /// Reads text that is already in memory; `path` only names it in errors.
    public init(bytes: [UInt8], path: String) throws(FileError) {
        columns = []
        numbers = []
        lines = []
        var line = 0
        var rest = bytes[...]
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw FileError(path, "is not text in UTF-8")
        }
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while !rest.isEmpty {
            line += 1
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            var text = rest[rest.startIndex..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            if text.first == UInt8(ascii: "#") || text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            let fields = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(decoding: trimmed($0), as: UTF8.self) }
            if columns.isEmpty {
                columns = fields
                continue
            }
            guard fields.count == columns.count else {
                throw FileError(
                    path,
                    at: .line(line),
                    "has \(fields.count) column\(fields.count == 1 ? "" : "s"), the first line names \(columns.count)"
                )
            }
            for (field, column) in zip(fields, columns) {
                guard let number = Double(field), number.isFinite else {
                    throw FileError(
                        path,
                        at: .line(line),
                        "column \(shown(column)) must be a number (got \(field.isEmpty ? "nothing" : shown(field)))"
                    )
                }
                numbers.append(number)
            }
            lines.append(line)
        }
        if lines.isEmpty {
            throw FileError(path, "has no rows (a line of column names and lines of numbers are expected)")
        }
    }
}

/// The field without spaces and tabs around it.
private func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var field = field
    while let first = field.first, first == 0x20 || first == 0x09 { field.removeFirst() }
    while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
    return field
}

extension CSVTable {
    /// What is wrong with the table for whoever asks for a column that it does not have.
    package func lacks(_ name: String, path: String) -> FileError {
        let names = columns.prefix(4).map(shown) + (columns.count > 4 ? ["… \(shown(columns.last ?? ""))"] : [])
        return FileError(path, "has no column \(name) (there are: \(names.joined(separator: ", ")))")
    }
}

/// A field of the file, cut short where it is longer than any name or number: the file may be no table at all.
private func shown(_ field: String) -> String {
    let most = 40
    return field.count > most ? field.prefix(most) + "…" : field
}
