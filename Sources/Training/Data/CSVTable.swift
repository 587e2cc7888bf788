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
    public init(path: String) throws(CSVError) {
        let bytes: [UInt8]
        do {
            bytes = try fileBytes(path)
        } catch {
            throw CSVError(path: path, line: nil, problem: .unreadable(error.reason))
        }
        try self.init(bytes: bytes, path: path)
    }

    /// Reads text that is already in memory; `path` only names it in errors.
    public init(bytes: [UInt8], path: String) throws(CSVError) {
        columns = []
        numbers = []
        lines = []
        var line = 0
        var rest = bytes[...]
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw CSVError(path: path, line: nil, problem: .notUTF8)
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
                throw CSVError(path: path, line: line, problem: .columnCount(fields.count, expected: columns.count))
            }
            for (field, column) in zip(fields, columns) {
                guard let number = Double(field), number.isFinite else {
                    throw CSVError(path: path, line: line, problem: .badNumber(field, column: column))
                }
                numbers.append(number)
            }
            lines.append(line)
        }
        if lines.isEmpty { throw CSVError(path: path, line: nil, problem: .empty) }
    }
}

/// The field without spaces and tabs around it.
private func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var field = field
    while let first = field.first, first == 0x20 || first == 0x09 { field.removeFirst() }
    while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
    return field
}

/// Why a table cannot be used: where, and what is wrong there.
public struct CSVError: Error, Equatable, CustomStringConvertible, Sendable {
    public var path: String
    /// Counted from 1; nil when no one line is at fault.
    public var line: Int?
    public var problem: Problem

    public enum Problem: Equatable, Sendable {
        /// The system's words for why the file cannot be read.
        case unreadable(String)
        case notUTF8
        /// No line of numbers.
        case empty
        case badNumber(String, column: String)
        case columnCount(Int, expected: Int)
        case missingColumn(String, known: [String])
        /// A target that is not a class: a whole number from 0.
        case badClass(Double, column: String)
    }

    public init(path: String, line: Int?, problem: Problem) {
        self.path = path
        self.line = line
        self.problem = problem
    }

    /// "FILE:LINE", or "FILE" when no one line is at fault.
    public var place: String { line.map { "\(path):\($0)" } ?? path }

    public var description: String { "\(place): \(message)" }

    /// The problem without the place.
    public var message: String {
        switch problem {
        case .unreadable(let why):
            return "cannot be read (\(why))"
        case .notUTF8:
            return "is not text in UTF-8"
        case .empty:
            return "has no rows (a line of column names and lines of numbers are expected)"
        case .badNumber(let text, let column):
            return "column \(shown(column)) must be a number (got \(text.isEmpty ? "nothing" : shown(text)))"
        case .columnCount(let count, let expected):
            return "has \(count) column\(count == 1 ? "" : "s"), the first line names \(expected)"
        case .missingColumn(let name, let known):
            let names = known.prefix(4).map(shown) + (known.count > 4 ? ["… \(shown(known.last ?? ""))"] : [])
            return "has no column \(name) (there are: \(names.joined(separator: ", ")))"
        case .badClass(let number, let column):
            return "column \(column) must hold classes, whole numbers from 0 (got \(number))"
        }
    }
}

/// A field of the file, cut short where it is longer than any name or number: the file may be no table at all.
private func shown(_ field: String) -> String {
    let most = 40
    return field.count > most ? field.prefix(most) + "…" : field
}
