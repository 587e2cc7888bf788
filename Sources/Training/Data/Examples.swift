public import Platform

/// Rows of features, each with a class or a number as its target.
public struct Examples: Equatable, Sendable {
    /// Features row by row.
    public var features: [Double]
    /// Features of a row.
    public var featureCount: Int
    /// The targets of the rows.
    public var targets: Targets
    /// The file's number for class 0: 1 where it counts from 1.
    public var firstClass = 0

    /// The targets of the rows.
    public enum Targets: Equatable, Sendable {
        /// A class from 0 for each row, and the number of classes.
        case classes([Int], count: Int)
        /// A number for each row.
        case values([Double])
    }

    public init(features: [Double], featureCount: Int, targets: Targets) {
        self.features = features
        self.featureCount = featureCount
        self.targets = targets
    }

    /// Examples with one column of a table as the target and the others, scaled, as features.
    ///
    /// - Parameters:
    ///   - table: numbers with named columns.
    ///   - target: the name of the column to learn.
    ///   - scale: the factor of the features.
    ///   - classes: whether the target is a class, an integer from 0, or from 1 where every class has a row; otherwise a
    ///     number.
    ///   - largest: the largest number in the precision of the training.
    ///   - path: the table's name in errors.
    public init(
        _ table: CSVTable,
        target: String,
        scale: Double,
        classes: Bool,
        largest: Double = .greatestFiniteMagnitude,
        path: String
    ) throws(FileError) {
        guard let column = table.columns.firstIndex(of: target) else { throw table.lacks(target, path: path) }
        try table.checkThatNoneIsNamedLike(target, path: path)
        let width = table.columns.count
        var features: [Double] = []
        features.reserveCapacity(table.rowCount * (width - 1))
        var values: [Double] = []
        for row in 0..<table.rowCount {
            for index in 0..<width {
                let number = table.numbers[row * width + index]
                let scaled = index == column ? number : number * scale
                guard abs(scaled) <= largest else {
                    throw FileError(path, at: .line(table.lines[row]), beyond(largest, scaled, table.columns[index]))
                }
                if index == column { values.append(scaled) } else { features.append(scaled) }
            }
        }
        guard classes else {
            self.init(features: features, featureCount: width - 1, targets: .values(values))
            return
        }
        var labels: [Int] = []
        for (value, line) in zip(values, table.lines) {
            // So large a number is not a class, and would require as many outputs.
            guard let label = Int(exactly: value), 0..<100_000 ~= label else {
                throw FileError(
                    path,
                    at: .line(line),
                    "column \(shown(target)) must hold classes, whole numbers from 0 (got \(value)): "
                        + "number the classes 0, 1, 2 and so on"
                )
            }
            labels.append(label)
        }
        let first = Training.firstClass(of: labels)
        let count = (labels.max() ?? 0) + 1 - first
        self.init(
            features: features,
            featureCount: width - 1,
            targets: .classes(labels.map { $0 - first }, count: count)
        )
        firstClass = first
    }

    /// The number of rows.
    public var count: Int {
        switch targets {
        case .classes(let labels, _): labels.count
        case .values(let values): values.count
        }
    }

    /// The rows at these indices, in this order.
    public func rows(_ indices: [Int]) -> Examples {
        var picked: [Double] = []
        picked.reserveCapacity(indices.count * featureCount)
        for index in indices {
            picked.append(contentsOf: features[index * featureCount..<(index + 1) * featureCount])
        }
        let targets: Targets =
            switch targets {
            case .classes(let labels, let count): .classes(indices.map { labels[$0] }, count: count)
            case .values(let values): .values(indices.map { values[$0] })
            }
        return Examples(features: picked, featureCount: featureCount, targets: targets)
    }
}

/// The error of a number beyond the precision.
private func beyond(_ largest: Double, _ number: Double, _ column: String) -> String {
    let (limit, cure) = largest < .greatestFiniteMagnitude ? ("3.4e38", ", or precision double") : ("1.8e308", "")
    return
        "column \(shown(column)) must stay within \(limit) once it is scaled (got \(number)): take another unit\(cure)"
}

/// The number of the first class: 1 where the classes are 1 to n, n at least 2, and every one occurs; else 0.
func firstClass(of labels: [Int]) -> Int {
    guard let last = labels.max(), last >= 2, !labels.contains(0), Set(labels).count == last else { return 0 }
    return 1
}
