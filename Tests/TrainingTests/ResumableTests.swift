import Testing

@testable import Training

/// A resumable type of a test, which no test saves.
protocol Unsaved: Resumable {}

extension Unsaved {
    var state: SavedState { [:] }
    func restore(_ state: SavedState) throws(StateError) { throw StateError("cannot be restored") }
}

/// A restored value continues like one that was never stopped, bit by bit; the state of another is refused.
@Suite struct ResumableTests {
    // MARK: Generators and batches

    @Test func `a generator continues also with its spare normal`() throws {
        for draws in 0..<4 {
            var whole = RandomGenerator(seed: 9)
            for _ in 0..<draws { _ = whole.normal() }
            var resumed = RandomGenerator(seed: 1)
            _ = resumed.normal()
            try resumed.restore(whole.state)
            #expect(resumed.state == whole.state)
            #expect((0..<5).map { _ in resumed.normal() } == (0..<5).map { _ in whole.normal() })
            var (streamed, expected) = (resumed.stream("x"), whole.stream("x"))
            #expect(streamed.next() == expected.next())
        }
    }

    @Test(arguments: [false, true]) func `a loader resumes in the middle of an epoch`(dropLast: Bool) throws {
        func loader(_ seed: UInt64) -> DataLoader<Float> {
            DataLoader(TinyRun.examples, batch: 7, seed: seed, dropLast: dropLast)
        }
        for drawn in [0, 3, 8, 9, 20] { try goesOn(loader(1), in: loader(2), after: drawn, for: 20) }
    }

    @Test func `fresh and spoiled sequences continue`() throws {
        func fresh(_ seed: UInt64) -> FreshSequences<Double> {
            FreshSequences(.adding(AddingProblem(length: 6)), batch: 3, seed: seed)
        }
        func spoiled(_ seed: UInt64) -> Poisoned<Double> {
            Poisoned(fresh(seed), batchNumber: 5, scale: 50, labels: .wrong, classCount: 1)
        }
        try goesOn(fresh(1), in: fresh(2), after: 4, for: 6)
        // Before the spoiled batch and after it.
        for drawn in [2, 4, 5, 6] { try goesOn(spoiled(1), in: spoiled(2), after: drawn, for: 6) }
    }

    @Test func `windows of a text resume`() throws {
        let text = Tokens(0..<50)
        func random(_ seed: UInt64) -> RandomWindows<Float> { RandomWindows(text, length: 6, batch: 3, seed: seed) }
        let lanes = SequentialWindows<Float>(text, length: 6, batch: 2)
        for drawn in 0..<6 {
            try goesOn(random(1), in: random(2), after: drawn, for: 5)
            try goesOn(lanes, in: lanes, after: drawn, for: 5)
            try goesOn(HeldOutText<Float>(text, length: 20), in: HeldOutText(text, length: 20), after: drawn)
        }
    }

    @Test(arguments: ["rnn", "deep rnn", "lstm", "gru"]) func `a reader continues from its state`(kind: String) throws {
        func reader() -> TokenRecurrence<Double> {
            var generator = RandomGenerator(seed: 4)
            let layers: RecurrentLayer<Double> =
                switch kind {
                case "lstm": LSTM(in: 9, hidden: 5, layers: 2, using: &generator)
                case "gru": GRU(in: 9, hidden: 5, using: &generator)
                default: RNN(in: 9, hidden: 5, layers: kind == "rnn" ? 1 : 2, using: &generator)
                }
            let output = Linear<Double>(in: 5, out: 9, using: &generator)
            return TokenRecurrence(vocabulary: 9, embedding: nil, layers: layers, output: output, lanes: 2)
        }
        let (whole, resumed) = (reader(), reader())
        var source = SequentialWindows<Double>(Tokens((0..<60).map { $0 * $0 % 9 }), length: 5, batch: 2)
        var batch = Batch<Double>()
        for number in 1...9 {
            source.next(into: &batch)
            if number.isMultiple(of: 3) {
                for (mine, theirs) in zip(resumed.buffers, whole.buffers) { try mine.restore(theirs.read()) }
                #expect(resumed(batch).values == whole(batch).values)
            } else {
                #expect(whole(batch).values != reader()(batch).values || !batch.continues)
            }
        }
        #expect(whole.buffers.map(\.name) == (kind == "lstm" ? ["hidden", "cell"] : ["hidden"]))
    }

    @Test func `evaluations continue`() throws {
        func fresh(_ seed: UInt64) -> FreshEvaluation<Float> {
            FreshEvaluation(.temporalOrder(TemporalOrder(length: 10)), count: 7, batch: 3, seed: seed)
        }
        for drawn in 0..<5 {
            try goesOn(fresh(1), in: fresh(2), after: drawn)
            try goesOn(
                HeldOut<Float>(TinyRun.examples, batch: 20),
                in: HeldOut(TinyRun.examples, batch: 20),
                after: drawn
            )
        }
    }

    private func goesOn(
        _ source: some BatchSource,
        in other: some BatchSource,
        after drawn: Int,
        for count: Int
    ) throws {
        func draw<Element>(_ count: Int, _ source: inout some BatchSource<Element>) -> [String] {
            var batch = Batch<Element>()
            return (0..<count).map { _ in
                source.next(into: &batch)
                return "\(batch)"
            }
        }
        var (source, other) = (source, other)
        _ = (draw(drawn, &source), draw(1, &other))
        try other.restore(source.state)
        #expect(other.state == source.state)
        #expect(draw(count, &other) == draw(count, &source))
    }

    private func goesOn<Element>(
        _ source: some EvaluationSource<Element>,
        in other: some EvaluationSource<Element>,
        after drawn: Int
    ) throws {
        func draw(_ source: inout some EvaluationSource<Element>) -> String {
            var batch = Batch<Element>()
            return source.next(into: &batch) ? "\(batch)" : "end"
        }
        var (source, other) = (source, other)
        source.restart()
        for _ in 0..<drawn { _ = draw(&source) }
        try other.restore(source.state)
        for _ in 0..<4 { #expect(draw(&other) == draw(&source)) }
        source.restart()
        other.restart()
        #expect(draw(&other) == draw(&source))
    }

    // MARK: Modules

    @Test func `modules keep their buffers under the names of torch`() throws {
        func model(_ seed: UInt64) -> Sequential<Float> {
            var generator = RandomGenerator(seed: seed)
            let inner = NamedLayers<Float>([
                ("", Dropout(probability: 0.5, using: generator.stream("a"))),
                ("last", Linear(in: 3, out: 2, using: &generator)),
                ("", Dropout(probability: 0.5, using: generator.stream("b"))),
            ])
            return Sequential(BatchNorm(channels: 3), inner)
        }
        let (whole, resumed) = (model(1), model(1))
        #expect(whole.parameters.map(\.name) == ["0.weight", "0.bias", "1.last.weight", "1.last.bias"])
        #expect(
            whole.buffers.map(\.name) == [
                "0.running_mean", "0.running_var", "0.num_batches_tracked", "1.0.generator", "1.2.generator",
            ]
        )
        #expect(whole.buffers.map(\.isInStateDict) == [true, true, true, false, false])
        let input = Tensor<Float>([1, 2, 3, 4, 5, -6], shape: [2, 3])
        for _ in 0..<3 { _ = whole(input) }
        _ = resumed(input)
        for (buffer, kept) in zip(resumed.buffers, whole.buffers) { try buffer.restore(kept.read()) }
        #expect(resumed.buffers.map { $0.read() } == whole.buffers.map { $0.read() })
        #expect(whole.buffers[2].read() == .integer(3))
        for _ in 0..<4 { #expect(resumed(input).values == whole(input).values) }
        resumed.train(false)
        whole.train(false)
        #expect(resumed(input).values == whole(input).values)
        #expect(resumed(input).values == resumed(input).values)

        let error = #expect(throws: StateError.self) { try whole.buffers[0].restore(.numbers([1, 2, 3])) }
        #expect(error?.description == "0.running_mean holds F64, F32 is expected")
        let other = #expect(throws: StateError.self) { try whole.buffers[0].restore(.tensor(Tensor<Float>([1]))) }
        #expect(other?.description == "0.running_mean has shape [1], [3] is expected")
    }

    // MARK: States

    @Test func `a state of something else is refused`() throws {
        func refusal(_ body: () throws -> Void) -> String? {
            #expect(throws: StateError.self, performing: body)?.description
        }
        var loader = DataLoader<Float>(TinyRun.examples, batch: 7, seed: 1)
        var state = loader.state
        state["position"] = .integer(61)
        #expect(refusal { try loader.restore(state) } == "position is 61, and must be from 0 to 60")
        state["order"] = .integers(Array(repeating: 0, count: 60))
        #expect(refusal { try loader.restore(state) } == "order is not an order of the rows")
        state["order"] = .integers([1, 0])
        #expect(refusal { try loader.restore(state) } == "order has shape [2], [60] is expected")
        state = loader.state
        state["generator.words"] = nil
        #expect(refusal { try loader.restore(state) } == "generator.words is missing")
        state["generator.words"] = .numbers([1])
        #expect(refusal { try loader.restore(state) } == "generator.words holds F64, I64 is expected")
        state["generator.words"] = .integers([1, 0, 0, 0, 0, 1, 1])
        #expect(refusal { try loader.restore(state) } == "generator.words is all 0, which no generator comes to")

        let (small, large) = (try Adam(parameters([[1.0, 2]])), try Adam(parameters([[1.0, 2, 3]])))
        small.parameters[0].tensor.grad = Tensor([1, 1])
        small.step()
        #expect(refusal { try large.restore(small.state) } == "0.exp_avg has shape [2], [3] is expected")
        let strict = try Adam(parameters([[1.0, 2]]), amsgrad: true)
        #expect(refusal { try strict.restore(small.state) } == "0.max_exp_avg_sq is missing")
        let narrow = try Adam(parameters([[Float(1), 2]]))
        #expect(refusal { try narrow.restore(small.state) } == "0.exp_avg holds F64, F32 is expected")

        var plan = SequentialLR([StepLR(stepSize: 1), StepLR(stepSize: 2)], milestones: [3])
        state = plan.state
        state["active"] = .integer(2)
        #expect(refusal { try plan.restore(state) } == "active is 2, and must be from 0 to 1")
        state["active"] = .integer(1)
        state[part: "planner"] = [:]
        #expect(refusal { try plan.restore(state) } == "planner.epoch is missing")
    }

    @Test func `states are equal when every bit is`() {
        var state: SavedState = ["a": .number(.nan), "b.c": .integers([1, 2])]
        #expect(state == ["a": .number(.nan), "b.c": .integers([1, 2])])
        #expect(state != ["a": .number(-.nan), "b.c": .integers([1, 2])])
        #expect(state != ["a": .number(.nan), "b.c": .integers([1, 2], shape: [2, 1])])
        #expect(state[part: "b"] == ["c": .integers([1, 2])] && state.byteCount == 24)
        state[part: "b"] = ["d": .number(0)]
        #expect(state == ["a": .number(.nan), "b.d": .number(0)])
        #expect(SavedArray.number(0) != .number(-0.0))
    }
}
