/// The classes of a batch, one for each row: what a recorded loss compares with, and a `Replay` exchanges.
public final class Classes {
    /// The class that losses leave out by default. `ignore_index` of `torch.nn.CrossEntropyLoss`.
    public static let ignored = -100

    /// Numbers from 0.
    public internal(set) var values: [Int]

    public init(_ values: [Int]) { self.values = values }

    /// Writes the classes for a kernel and counts those that are not ignored; a number that is no class of the shape
    /// [n, classes] traps.
    func fill(_ targets: Storage<Int64>, of shape: [Int], ignoring ignored: Int) -> Int {
        for (row, index) in values.enumerated() { targets.pointer[row] = Int64(index) }
        var counted = 0
        values.forEachClass(of: shape, ignoring: ignored, in: "crossEntropy") { _, _ in counted += 1 }
        return counted
    }
}

extension [Int] {
    /// Passes on each row with its class, but for those that are ignored. Any other number that is no class of the shape
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
