import Testing

@testable import Training

/// Rows whose only feature is their own number.
private func numbered(_ labels: [Int], classes: Int) -> Examples {
    Examples(
        features: labels.indices.map(Double.init),
        featureCount: 1,
        targets: .classes(labels, count: classes)
    )
}

private func epoch(_ loader: inout DataLoader<Float>) -> [[Float]] {
    (0..<loader.batchesPerEpoch!).map { _ in
        var batch = Batch<Float>()
        loader.next(into: &batch)
        #expect(batch.shape == [batch.exampleCount, 1])
        return batch.inputs
    }
}

@Suite struct DataLoaderTests {
    @Test func `a split keeps the shares of the classes, adds up, and is the same every time`() throws {
        let labels = (0..<1000).map { $0 % 10 < 7 ? 0 : $0 % 10 < 9 ? 1 : 2 }
        let examples = numbered(labels, classes: 3)
        let (train, test) = examples.split(test: 205)
        #expect(train.count == 795 && test.count == 205)
        let classes: [Int]? = if case .classes(let classes, _) = test.targets { classes } else { nil }
        let held = try #require(classes)
        #expect((0..<3).map { label in held.count { $0 == label } } == [144, 41, 20])
        #expect(Set(train.features).isDisjoint(with: test.features))
        #expect(test.features == test.features.sorted())
        #expect(examples.split(test: 205).test == test)
        // The rows themselves: a change here would make every recorded accuracy incomparable.
        #expect(test.features.prefix(8) == [6, 10, 11, 14, 16, 24, 27, 31])
    }

    @Test(arguments: [0, 30])
    func `a split of nothing and of everything`(count: Int) {
        let (train, test) = numbered((0..<30).map { $0 % 3 }, classes: 3).split(test: count)
        #expect(train.count == 30 - count && test.count == count)
    }

    @Test func `the last rows can be kept back instead`() {
        let (train, test) = numbered([0, 1, 2, 0, 1], classes: 3).split(last: 2)
        #expect(train.features == [0, 1, 2] && test.features == [3, 4])
        #expect(test.targets == .classes([0, 1], count: 3))
    }

    @Test func `every row comes once in an epoch, in another order in the next one; the last batch is short`() {
        var loader = DataLoader<Float>(numbered([Int](repeating: 0, count: 10), classes: 1), batch: 4, seed: 1)
        let (first, second) = (epoch(&loader), epoch(&loader))
        #expect(first.map(\.count) == [4, 4, 2] && second.map(\.count) == [4, 4, 2])
        #expect(first.joined().sorted() == (0..<10).map(Float.init))
        #expect(second.joined().sorted() == (0..<10).map(Float.init))
        #expect(first != second)
    }

    @Test func `a short last batch can be left out, and other rows are left out in the next epoch`() {
        var loader = DataLoader<Float>(
            numbered([Int](repeating: 0, count: 10), classes: 1),
            batch: 4,
            seed: 1,
            dropLast: true
        )
        let epochs = (0..<20).map { _ in epoch(&loader) }
        #expect(epochs.allSatisfy { $0.map(\.count) == [4, 4] })
        #expect(Set(epochs.joined().joined()).count == 10)
    }

    @Test func `the order follows the seed, and without shuffling the file`() {
        func order(seed: UInt64, shuffles: Bool = true) -> [[Float]] {
            var loader = DataLoader<Float>(
                numbered([Int](repeating: 0, count: 50), classes: 1),
                batch: 50,
                seed: seed,
                shuffles: shuffles
            )
            return epoch(&loader)
        }
        #expect(order(seed: 1) == order(seed: 1))
        #expect(order(seed: 1) != order(seed: 2))
        #expect(order(seed: 1, shuffles: false) == [(0..<50).map(Float.init)])
    }

    @Test func `a poisoned batch is spoiled once, at its number`() {
        let examples = Examples(features: [1, 1, 1], featureCount: 1, targets: .classes([0, 1, 2], count: 3))
        var source = Poisoned<Float>(
            DataLoader(examples, batch: 3, seed: 1, shuffles: false),
            batchNumber: 2,
            scale: 50,
            labels: .wrong,
            classCount: 3
        )
        var batch = Batch<Float>()
        var seen: [[Float]] = []
        var labels: [[Int]] = []
        for _ in 1...3 {
            source.next(into: &batch)
            seen.append(batch.inputs)
            labels.append(batch.classes)
        }
        #expect(seen == [[1, 1, 1], [50, 50, 50], [1, 1, 1]])
        #expect(labels == [[0, 1, 2], [1, 2, 0], [0, 1, 2]])
    }

    @Test func `held-out rows come in parts, all of them, again in every pass`() {
        var rows = HeldOut<Float>(numbered([0, 1, 2, 3, 4], classes: 5), batch: 2)
        for _ in 1...2 {
            var batch = Batch<Float>()
            var classes: [Int] = []
            rows.restart()
            while rows.next(into: &batch) { classes += batch.classes }
            #expect(classes == [0, 1, 2, 3, 4])
        }
    }
}
