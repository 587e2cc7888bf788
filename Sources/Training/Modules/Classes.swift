/// The classes of a batch, one for each row: what a recorded loss compares with, and a `Replay` exchanges.
public final class Classes {
    /// Numbers from 0.
    public internal(set) var values: [Int]

    public init(_ values: [Int]) { self.values = values }

    /// Writes the classes for a kernel and counts those that are not ignored; a number that is no class stops the
    /// program.
    func fill(_ targets: Storage<Int64>, below count: Int, ignoring ignored: Int) -> Int {
        var counted = 0
        for (row, index) in values.enumerated() {
            guard index == ignored || (0..<count).contains(index) else {
                shapeFailure("crossEntropy", [values.count, count], "there is no class \(index)")
            }
            counted += index == ignored ? 0 : 1
            targets.pointer[row] = Int64(index)
        }
        return counted
    }
}
