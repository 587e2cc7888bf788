extension Examples {
    /// Holds out `test` rows for evaluation: the same rows for every seed, so that runs can be compared.
    ///
    /// Classes keep their shares: each contributes its part of `test`, rounded so that the parts add up (largest
    /// remainder). Rows are picked by one fixed permutation and keep the file's order within each part.
    ///
    /// - Parameter test: from 0 to `count`.
    public func split(test: Int) -> (train: Examples, test: Examples) {
        require(0...count ~= test, "cannot keep back \(test) of \(count) rows")
        var order = Array(0..<count)
        var generator = RandomGenerator(seed: 0).stream("split")
        generator.shuffle(&order)

        var isTest = [Bool](repeating: false, count: count)
        switch targets {
        case .values:
            for place in order.prefix(test) { isTest[place] = true }
        case .classes(let labels, let classCount):
            var left = shares(of: test, labels: labels, classCount: classCount)
            for place in order where left[labels[place]] > 0 {
                left[labels[place]] -= 1
                isTest[place] = true
            }
        }
        let places = 0..<count
        return (rows(places.filter { !isTest[$0] }), rows(places.filter { isTest[$0] }))
    }
}

extension Examples {
    /// Holds out the last `test` rows for evaluation.
    ///
    /// - Parameter test: from 0 to `count`.
    public func split(last test: Int) -> (train: Examples, test: Examples) {
        require(0...count ~= test, "cannot keep back \(test) of \(count) rows")
        return (rows(Array(0..<count - test)), rows(Array(count - test..<count)))
    }
}

/// How many of `total` rows each class contributes.
private func shares(of total: Int, labels: [Int], classCount: Int) -> [Int] {
    var members = [Int](repeating: 0, count: classCount)
    for label in labels { members[label] += 1 }
    guard !labels.isEmpty else { return members }
    var shares = members.map { total * $0 / labels.count }
    let byRemainder = members.indices.sorted {
        let (left, right) = (total * members[$0] % labels.count, total * members[$1] % labels.count)
        return left == right ? $0 < $1 : left > right
    }
    for index in byRemainder.prefix(total - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
}
