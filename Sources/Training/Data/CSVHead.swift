import Telemetry

/// The columns of a table, from its first line.
struct CSVHead {
    /// The columns that are read.
    var columns: [String]
    /// Fields of a record, those without a name at the end not counted.
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
        // pandas gives the name to what it has read as a column of its own.
        hasRowLabels = names.count > 1 && ["", "Unnamed: 0"].contains(names[0])
        (columns, width, self.line) = (Array(names.dropFirst(hasRowLabels ? 1 : 0)), names.count, line)
        if let place = columns.firstIndex(of: "") {
            throw CSVRecords.Fault(line: line, problem: namelessProblem(column: firstColumn + place + 1))
        }
        try checkNames()
    }

    private func checkNames() throws(CSVRecords.Fault) {
        var places: [String: Int] = [:]
        for (place, name) in columns.enumerated() {
            guard let first = places.updateValue(place, forKey: name) else { continue }
            let areNumbers = columns.allSatisfy { decimal($0) != nil }
            let problem =
                areNumbers
                ? "holds numbers, and the first line must name the columns"
                : "columns \(firstColumn + first + 1) and \(firstColumn + place + 1) are both named \(shown(name)): "
                    + "rename or remove one of them"
            throw CSVRecords.Fault(line: line, problem: problem)
        }
    }

    /// Whether a text may label a row: no two are the same, and a number with a fraction counts nothing.
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
