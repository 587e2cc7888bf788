import Telemetry

/// The columns of a table, from its first line.
struct CSVHead {
    /// The columns that are read.
    var columns: [String]
    /// Fields of a record, not counting unnamed ones at the end.
    var width: Int
    var hasRowLabels: Bool
    let line: Int

    /// The field of the first column that is read.
    var firstColumn: Int { hasRowLabels ? 1 : 0 }

    init(_ records: inout CSVRecords) throws(CSVRecords.Fault) {
        var fields: [CSVRecords.Field] = []
        let line = try records.next(into: &fields) ?? 1
        var names = fields.map { records.text($0) }
        while names.last?.isEmpty == true { names.removeLast() }
        // pandas names an index that it has read as a column "Unnamed: 0".
        hasRowLabels = names.count > 1 && ["", "Unnamed: 0"].contains(names[0])
        (columns, width, self.line) = (Array(names.dropFirst(hasRowLabels ? 1 : 0)), names.count, line)
        if let place = columns.firstIndex(of: "") {
            throw CSVRecords.Fault(line: line, problem: namelessProblem(column: firstColumn + place + 1))
        }
        try checkNames()
    }

    private func checkNames() throws(CSVRecords.Fault) {
        var indices: [String: Int] = [:]
        for (index, name) in columns.enumerated() {
            guard let first = indices.updateValue(index, forKey: name) else { continue }
            let areNumbers = columns.allSatisfy { decimal($0) != nil }
            let problem =
                areNumbers
                ? "holds numbers, and the first line must name the columns"
                : "columns \(firstColumn + first + 1) and \(firstColumn + index + 1) are both named \(shown(name)): "
                    + "rename or remove one of them"
            throw CSVRecords.Fault(line: line, problem: problem)
        }
    }

    /// Whether a text can label a row: labels are unique, and not fractional numbers.
    func isLabel(_ text: String, _ known: inout Set<String>) -> Bool {
        guard !text.isEmpty, known.insert(text).inserted else { return false }
        return decimal(text).map { $0 == $0.rounded() } ?? true
    }

    func otherWidth(_ fields: [String], _ line: Int) -> CSVRecords.Fault {
        let isSplit = fields.count == 2 * width && fields.allSatisfy { Int($0) != nil }
        let cure = isSplit ? ": decimals are written with a point" : ""
        return CSVRecords.Fault(
            line: line,
            problem: "has \(fields.count) column\(fields.count == 1 ? "" : "s"), the first line names \(width)\(cure)"
        )
    }
}

func namelessProblem(column: Int) -> String {
    "column \(column) has no name: name it in this line, or remove the column"
}
