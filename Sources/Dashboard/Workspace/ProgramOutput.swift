/// The latest output of the program of a run.
struct ProgramOutput: Sendable {
    /// The number of lines kept.
    private static let limit = 2000
    /// The most Unicode scalars kept of a line.
    private static let width = 500

    private(set) var lines: [String] = []

    var isEmpty: Bool { lines.isEmpty }

    mutating func append(_ more: [String]) {
        lines += more.suffix(Self.limit).map { shortened($0, to: Self.width) }
        if lines.count > 2 * Self.limit { lines.removeFirst(lines.count - Self.limit) }
    }
}
