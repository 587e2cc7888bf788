import Testing

@testable import Training

/// Letters that recur: a table of 5 rows looked up 24 times, so that the layers multiply the table.
@Suite struct SequenceInputTests {
    enum Kind: CaseIterable { case rnn, lstm, gru }

    private func layer(_ kind: Kind, _ generator: inout RandomGenerator) -> any Module<Double> {
        switch kind {
        case .rnn: RNN<Double>(in: 3, hidden: 4, using: &generator)
        case .lstm: LSTM<Double>(in: 3, hidden: 4, using: &generator)
        case .gru: GRU<Double>(in: 3, hidden: 4, using: &generator)
        }
    }

    /// The loss's value and every gradient, by way of the table or of the rows themselves.
    private func gradients(_ kind: Kind, throughTable: Bool) -> [[Double]] {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(rows: 5, columns: 3, using: &generator)
        let layer = layer(kind, &generator)
        let letters = (0..<24).map { _ in generator.integer(below: 5) }
        let rows = table(letters).reshape([6, 4, 3])
        let loss = (layer(throughTable ? rows : rows * 1) * layer(throughTable ? rows : rows * 1)).sum()
        loss.backward()
        let all = table.parameters + layer.parameters
        return [[loss.item()]] + all.map { $0.tensor.grad?.values ?? [] }
    }

    @Test(arguments: Kind.allCases) func `table and rows give the same`(_ kind: Kind) {
        let (fast, plain) = (gradients(kind, throughTable: true), gradients(kind, throughTable: false))
        #expect(fast.count == plain.count && fast.count > 4)
        for (ours, theirs) in zip(fast, plain) {
            #expect(!ours.isEmpty && ours.count == theirs.count && ours.contains { $0 != 0 })
            #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-13 })
        }
    }

    @Test func `only rows of a table that is smaller are looked up`() {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(rows: 5, columns: 3, using: &generator)
        let padded = Embedding<Double>(rows: 5, columns: 3, padding: 0, using: &generator)
        let letters = (0..<24).map { $0 % 5 }
        func isTable(_ input: Tensor<Double>) -> Bool { SequenceInput.of(input).operand === table.weight }
        #expect(isTable(table(letters).reshape([6, 4, 3])))
        #expect(!isTable(table([0, 1, 2, 3]).reshape([2, 2, 3])))
        #expect(!isTable(table(letters).reshape([4, 3, 6])))
        #expect(!isTable(table(letters).reshape([6, 4, 3]) + 1))
        let input = padded(letters).reshape([6, 4, 3])
        #expect(SequenceInput.of(input).operand === input)
    }

    /// What may happen to a look-up, and to its table, on the way into a layer and back.
    enum Event: CaseIterable {
        case lookedUpWithoutGrad, detached, reshapedWithoutGrad, leaf
        case rowChanged, tableChanged, tableChangedBeforeTheWayBack
    }

    /// The loss, the gradient of the table and those of the layer. As a look-up gives them, or rows that are copied first
    /// with the same graph, so that nobody knows where they came from.
    private func gradients(_ kind: Kind, after event: Event, copied: Bool) -> [[Double]] {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(rows: 5, columns: 3, using: &generator)
        let layer = layer(kind, &generator)
        let letters = (0..<24).map { _ in generator.integer(below: 5) }
        func change(_ tensor: Tensor<Double>) { tensor.withMutableValues { $0[4] += 0.5 } }
        var rows = event == .lookedUpWithoutGrad ? withoutGrad { table(letters) } : table(letters)
        if event == .detached { rows = rows.detach() }
        rows = event == .reshapedWithoutGrad ? withoutGrad { rows.reshape([6, 4, 3]) } : rows.reshape([6, 4, 3])
        if event == .leaf {
            rows = withoutGrad { rows.reshape([6, 4, 3]) }
            rows.requiresGrad = true
        }
        if event == .rowChanged { change(rows) }
        if event == .tableChanged { change(table.weight) }
        let input = copied && event != .leaf ? rows * 1 : rows
        if copied { input.origin = nil }
        let outputs = layer(input)
        let loss = (outputs * outputs).sum()
        if event == .tableChangedBeforeTheWayBack { change(table.weight) }
        loss.backward()
        let leaf = event == .leaf ? rows.grad?.values ?? [] : []
        return [[loss.item()], table.weight.grad?.values ?? [], leaf] + layer.parameters.map { $0.tensor.grad!.values }
    }

    @Test(arguments: Kind.allCases, Event.allCases) func `a look up is a value`(_ kind: Kind, _ event: Event) {
        let ours = gradients(kind, after: event, copied: false)
        let plain = gradients(kind, after: event, copied: true)
        let isCut = [.lookedUpWithoutGrad, .detached, .reshapedWithoutGrad, .leaf].contains(event)
        #expect(ours[1].isEmpty == isCut)
        #expect(ours[2].isEmpty == (event != .leaf))
        for (ours, plain) in zip(ours, plain) {
            #expect(ours.count == plain.count && zip(ours, plain).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test func `rows of a fixed table are multiplied as the table`() {
        var generator = RandomGenerator(seed: 5)
        let table = Embedding<Double>(rows: 5, columns: 3, using: &generator)
        let rows = withoutGrad { table((0..<24).map { $0 % 5 }).reshape([6, 4, 3]) }
        let (operand, sequence) = SequenceInput.of(rows)
        #expect(operand === rows && sequence.isOfATable)
        rows.withMutableValues { $0[4] += 0.5 }
        #expect(!SequenceInput.of(rows).rows.isOfATable)
    }
}
