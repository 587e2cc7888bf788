import ArgumentParser

/// Steps from one to another, both included.
struct StepRange {
    var steps: ClosedRange<Int>

    /// - Throws: `ValidationError` for a word that is not a range.
    init(_ word: String) throws {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
            throw ValidationError("the first and the last step, such as 100-200")
        }
        steps = first...last
    }
}
