import Telemetry
import Testing

@testable import Training

@Suite struct AccumulationTests {
    /// Rows of two features; of the classes, some carry none (−100).
    private static let rows: (features: [Double], classes: [Int]) = {
        var generator = RandomGenerator(seed: 11)
        let features = (0..<20).map { _ in generator.normal() }
        return (features, [0, 1, -100, 2, 0, -100, -100, -100, 1, 2])
    }()

    /// The same ten rows again and again, in batches of these sizes.
    private struct Rows: BatchSource, Unsaved {
        let sizes: [Int]
        var place = 0
        var start = 0

        var batchesPerEpoch: Int? { sizes.count }

        mutating func next(into batch: inout Batch<Double>) {
            let range = start..<start + sizes[place]
            batch.inputs = Array(AccumulationTests.rows.features[range.lowerBound * 2..<range.upperBound * 2])
            batch.shape = [range.count, 2]
            batch.classes = Array(AccumulationTests.rows.classes[range])
            place = (place + 1) % sizes.count
            start = place == 0 ? 0 : range.upperBound
        }
    }

    private func records(
        _ sizes: [Int],
        accumulate: Int,
        steps: Int = 12,
        clip: Clip = .norm
    ) throws -> [StepRecord] {
        var generator = RandomGenerator(seed: 1)
        let model = NamedLayers<Double>([
            ("a", Linear(in: 2, out: 6, using: &generator)), ("", ReLU()),
            ("b", Linear(in: 6, out: 3, using: &generator)),
        ])
        let trainer = Trainer(
            plan: RunPlan(name: "a", steps: steps, inspectEvery: 1, accumulate: accumulate, clip: clip, maxNorm: 0.3),
            model: model,
            loss: .crossEntropy,
            optimizer: try SGD(model.parameters, learningRate: 0.5, momentum: 0.9),
            batches: Rows(sizes: sizes)
        )
        var events: [Event] = []
        trainer.run { events.append($0) }
        return events.records
    }

    /// Every number of a step is that of the one large batch.
    @Test(arguments: Clip.allCases)
    func `uneven ones count by their targets`(clip: Clip) throws {
        let whole = try records([10], accumulate: 1, clip: clip)
        // The third split has a batch of rows without classes in it, which has no loss of its own.
        for sizes in [[4, 4, 2], [1, 9], [5, 3, 2], [3, 3, 3, 1]] {
            let parts = try records(sizes, accumulate: sizes.count, clip: clip)
            #expect(parts.count == 12)
            for (one, other) in zip(whole, parts) {
                #expect(agree(one.loss!, other.loss!, within: 1e-12))
                #expect(agree(one.gradNorm!, other.gradNorm!, within: 1e-12))
                #expect(agree(one.clippedNorm!, other.clippedNorm!, within: 1e-12))
                #expect(agree(one.updateRatio!, other.updateRatio!, within: 1e-12))
                #expect(one.deadUnits == other.deadUnits && one.deadLayers == other.deadLayers)
            }
        }
    }

    /// The rows of a golden run, each micro-batch a batch.
    private struct Followed<Element: Scalar>: BatchSource, Unsaved {
        let golden: TrajectoryCase
        var left: ArraySlice<[Int]>

        init(_ golden: TrajectoryCase, whole: Bool) {
            self.golden = golden
            left = (whole ? golden.batches.map { $0.flatMap { $0 } } : golden.batches.flatMap { $0 })[...]
        }

        var batchesPerEpoch: Int? { nil }

        mutating func next(into batch: inout Batch<Element>) {
            let (rows, width) = (left.removeFirst(), golden.shape[1])
            batch.inputs = rows.flatMap { golden.data[$0 * width..<($0 + 1) * width] }.map { Element($0.value) }
            batch.shape = [rows.count, width]
            batch.classes = rows.map { golden.classes![$0] }
        }
    }

    private func follow<Element: Scalar>(_ golden: TrajectoryCase, _: Element.Type, whole: Bool) throws -> Divergence {
        let model: any Module<Element> = golden.makeModel()
        model.load(golden.start.mapValues { $0.typed() })
        let trainer = Trainer(
            plan: RunPlan(
                name: "a",
                steps: golden.steps.count,
                accumulate: whole ? 1 : golden.batches[0].count,
                clip: .norm,
                maxNorm: golden.limit
            ),
            model: model,
            loss: .crossEntropy,
            optimizer: try golden.makeOptimizer(model.parameters),
            batches: Followed<Element>(golden, whole: whole)
        )
        var divergence = Divergence()
        trainer.run { event in
            guard case .step(let record) = event else { return }
            let expected = golden.steps[record.step - 1]
            let allowed = tolerance(golden.type, step: record.step - 1, isAdaptive: false)
            divergence.compare(record.loss!, expected.loss, allowed: allowed)
            divergence.compare(record.gradNorm!, expected.norm, allowed: allowed)
            divergence.compare(record.clippedNorm!, expected.clipped, allowed: allowed)
        }
        golden.compareEnd(model.parameters, &divergence)
        return divergence
    }

    @Test(arguments: [true, false])
    func `micro-batches of 4, 4 and 2 follow PyTorch's, and so does the whole batch of 10`(whole: Bool) throws {
        let cases: [TrajectoryCase] = try TrainingTests.golden("accumulation")
        #expect(cases.count == 2)
        for golden in cases {
            #expect(golden.batches.allSatisfy { $0.map(\.count) == [4, 4, 2] })
            #expect(golden.batches.contains { Set($0.map(golden.targetCount)).count == 3 })
            let divergence =
                golden.type == "float"
                ? try follow(golden, Float.self, whole: whole) : try follow(golden, Double.self, whole: whole)
            #expect(divergence.excess <= 1, "\(golden.type): \(divergence)")
        }
    }

    @Test func `a step ends with its epoch; epoch and batch say where it began`() throws {
        let records = try records([2, 2, 2, 2, 2], accumulate: 2, steps: 7)
        #expect(records.map(\.epoch) == [0, 0, 0, 1, 1, 1, 2])
        #expect(records.map(\.batch) == [0, 2, 4, 0, 2, 4, 0])
        #expect(RunPlan(name: "a", steps: 1, accumulate: 2).stepsPerEpoch(batchesPerEpoch: 5) == 3)
    }

    @Test func `where no row has a target, the loss is NaN and nothing is learned, as in one large batch`() throws {
        let parts = try records([5, 3, 2], accumulate: 1, steps: 2)
        #expect(parts[1].loss?.isNaN == true && parts[1].gradNorm == 0)
        #expect(parts[1].alarms == [Alarm(.lossNaN), Alarm(.normZero)])
        let both = try records([5, 1, 1, 1, 2], accumulate: 5, steps: 2)
        #expect(both.allSatisfy { $0.loss?.isFinite == true })
    }

    @Test func `samples of all batches count towards the throughput`() {
        var batches = MicroBatches<Double>()
        var source: any BatchSource<Double> = Rows(sizes: [4, 4, 2])
        batches.draw(3, from: &source)
        #expect(batches.sampleCount == 10)
        batches.draw(1, from: &source)
        #expect(batches.sampleCount == 4)
    }
}
