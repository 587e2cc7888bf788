/// The classes of a batch, one for each row, in an object that a `Replay` can refill.
final class ClassTargets {
    var values: [Int]

    init(_ values: [Int]) { self.values = values }

    /// The targets of a loss over these classes: the batch's own while a `Replay` records.
    static func current(_ classes: [Int]) -> ClassTargets { Tape.current?.targets(classes) ?? ClassTargets(classes) }

    /// Writes the classes for a kernel and counts those that are not ignored; a number outside the classes of the shape
    /// [n, classes] traps.
    func fill(_ targets: Storage<Int64>, of shape: [Int], ignoring ignored: Int) -> Int {
        for (row, index) in values.enumerated() { unsafe targets.pointer[row] = Int64(index) }
        var counted = 0
        values.forEachClass(of: shape, ignoring: ignored, in: "crossEntropy") { _, _ in counted += 1 }
        return counted
    }
}

extension [Int] {
    /// Calls the closure with each row and its class, except ignored ones. Any other number outside the classes of the shape
    /// [n, classes] traps.
    func forEachClass(
        of shape: [Int],
        ignoring ignored: Int,
        in operation: @autoclosure () -> String,
        _ body: (_ row: Int, _ index: Int) -> Void
    ) {
        for (row, index) in enumerated() where index != ignored {
            requireIndex(index, of: shape[1], "class", operation(), shape)
            body(row, index)
        }
    }
}
