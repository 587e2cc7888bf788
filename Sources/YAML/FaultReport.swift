/// Everything that is found wrong with a document.
package struct FaultReport: Sendable {
    /// The file, as the operator named it.
    package let path: String
    /// Where the document begins, for what has no place of its own.
    package var start = YAMLOrigin.file(line: 1, column: 1)
    /// What is read and should be written in another way, a line for each.
    package private(set) var warnings: [String] = []
    /// Each with its line; `Int.max` for one that has none of the document.
    private var faults: [(line: Int, fault: DocumentError.Fault)] = []

    package init(path: String) { self.path = path }

    /// Number of faults.
    package var count: Int { faults.count }

    /// Adds a fault at its place in the document, by default where that begins.
    package mutating func add(_ message: String, at origin: YAMLOrigin?) {
        let origin = origin ?? start
        let line = if case .file(let line, _) = origin { line } else { Int.max }
        faults.append((line, DocumentError.Fault(place: origin.place(in: path), message: message)))
    }

    /// Adds the faults of reading another file.
    package mutating func add(_ error: DocumentError) { faults += error.faults.map { (.max, $0) } }

    /// Adds a warning.
    package mutating func warn(_ message: String, at origin: YAMLOrigin) {
        warnings.append("\(origin.place(in: path)): \(message)")
    }

    /// All faults, those of the file by their lines before all others; nil for none.
    package var error: DocumentError? {
        // Swift's sort keeps the order of what is equal.
        DocumentError(faults.sorted { $0.line < $1.line }.map(\.fault))
    }
}
