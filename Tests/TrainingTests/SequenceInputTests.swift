import Testing

@testable import Training

/// Letters that recur: a table of 5 rows looked up 24 times, so that the layers multiply the table.
@Suite struct SequenceInputTests {
    enum Kind: CaseIterable { case rnn, lstm, gru }

    /// The loss's value and every gradient, by way of the table or of the rows themselves.
    private func gradients(_ kind: Kind, throughTable: Bool) -> [[Double]] {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(5, 3, using: &generator)
        let layer: any Module<Double> =
            switch kind {
            case .rnn: RNN<Double>(3, 4, using: &generator)
            case .lstm: LSTM<Double>(3, 4, using: &generator)
            case .gru: GRU<Double>(3, 4, using: &generator)
            }
        let letters = (0..<24).map { _ in generator.integer(below: 5) }
        let rows = table(letters).reshape([6, 4, 3])
        let loss = (layer(throughTable ? rows : rows * 1) * layer(throughTable ? rows : rows * 1)).sum()
        loss.backward()
        let all = table.parameters + layer.parameters
        return [[loss.item()]] + all.map { $0.tensor.grad?.values ?? [] }
    }

    @Test(arguments: Kind.allCases) func tableAndRowsGiveTheSame(_ kind: Kind) {
        let (fast, plain) = (gradients(kind, throughTable: true), gradients(kind, throughTable: false))
        #expect(fast.count == plain.count && fast.count > 4)
        for (ours, theirs) in zip(fast, plain) {
            #expect(!ours.isEmpty && ours.count == theirs.count && ours.contains { $0 != 0 })
            #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-13 })
        }
    }

    @Test func onlyRowsOfATableThatIsSmallerAreLookedUp() {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(5, 3, using: &generator)
        let padded = Embedding<Double>(5, 3, padding: 0, using: &generator)
        let letters = (0..<24).map { $0 % 5 }
        func isTable(_ input: Tensor<Double>) -> Bool { SequenceInput.of(input).operand === table.weight }
        #expect(isTable(table(letters).reshape([6, 4, 3])))
        #expect(!isTable(table([0, 1, 2, 3]).reshape([2, 2, 3])))
        #expect(!isTable(table(letters).reshape([4, 3, 6])))
        #expect(!isTable(table(letters).reshape([6, 4, 3]) + 1))
        let input = padded(letters).reshape([6, 4, 3])
        #expect(SequenceInput.of(input).operand === input)
    }
}
