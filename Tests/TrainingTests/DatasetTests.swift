import Testing

@testable import Training

@Suite struct DatasetTests {
    private static func examples(_ count: Int) -> Examples {
        Examples(
            features: (0..<2 * count).map(Double.init),
            featureCount: 2,
            targets: .classes((0..<count).map { $0 % 3 }, count: 3)
        )
    }

    private static func images(_ count: Int) -> LabeledImages {
        let pixels = (0..<6 * count).map { UInt8($0 % 256) }
        return LabeledImages(pixels: pixels, size: [1, 2, 3], labels: (0..<count).map { $0 % 2 }, classCount: 2)
    }

    private static func tokens(_ count: Int) -> Tokens {
        Tokens(count: count, vocabulary: 5, (0..<count).lazy.map { $0 % 5 })
    }

    private static func text(_ heldOut: Int, isSequential: Bool = false) -> TextDataset {
        TextDataset(
            train: tokens(40),
            heldOut: tokens(heldOut),
            vocabulary: 5,
            length: 4,
            batch: 3,
            isSequential: isSequential
        )
    }

    private static let all: [(any Dataset, ModelTask)] = [
        (
            RowDataset(train: examples(9), test: examples(4), outputs: 3, batch: 4),
            ModelTask(inputs: .rows(2), outputs: 3)
        ),
        (
            ImageDataset(train: images(9), test: images(4), batch: 4),
            ModelTask(inputs: .rows(6, image: [1, 2, 3]), outputs: 2)
        ),
        (
            SequenceDataset(.adding(AddingProblem(length: 7)), batch: 4, evaluationCount: 5),
            ModelTask(inputs: .sequences(2, length: 7), outputs: 1)
        ),
        (
            SequenceDataset(.temporalOrder(TemporalOrder(length: 12)), batch: 4, evaluationCount: 5),
            ModelTask(inputs: .sequences(TemporalOrder.symbolCount, length: 12), outputs: TemporalOrder.classCount)
        ),
        (text(9), ModelTask(inputs: .tokens(5, window: 4, lanes: nil), outputs: 5)),
        (text(9, isSequential: true), ModelTask(inputs: .tokens(5, window: 4, lanes: 3), outputs: 5)),
    ]

    /// The extents of a batch's inputs, as its data's task has them.
    private static func shape(_ task: ModelTask, _ count: Int) -> [Int] {
        switch task.inputs {
        case .rows(let features, _): [count, features]
        case .sequences(let features, let length): [length, count, features]
        case .tokens(_, let window, _): [count, window]
        }
    }

    @Test(arguments: all.indices) func `batches are of the shape that the task says`(place: Int) {
        let (data, task) = Self.all[place]
        #expect(data.task == task)
        var (source, batch): (any BatchSource<Float>, Batch<Float>) = (data.makeBatches(seed: 1), Batch())
        source.next(into: &batch)
        #expect(batch.shape == Self.shape(task, data.batch))
    }

    @Test(arguments: all.indices)
    func `an evaluation measures as many examples at a time as it says, and no more`(place: Int) throws {
        let (data, task) = Self.all[place]
        var source: any EvaluationSource<Float> = try #require(data.makeEvaluation(seed: 1))
        var (batch, most) = (Batch<Float>(), 0.0)
        source.restart()
        while source.next(into: &batch) {
            let numbers = batch.tokens.isEmpty ? Double(batch.inputs.count) : 4 * Double(batch.tokens.count)
            most = max(most, numbers / task.inputs.count)
        }
        #expect(most > 0 && most <= Double(data.evaluationBatch))
        if case .rows = task.inputs { #expect(most == Double(data.evaluationBatch)) }
    }

    @Test func `without held-out data nothing is evaluated`() {
        let rows = RowDataset(train: Self.examples(9), test: Self.examples(0), outputs: 3, batch: 4)
        for data in [rows, Self.text(0)] as [any Dataset] {
            let evaluation: (any EvaluationSource<Float>)? = data.makeEvaluation(seed: 1)
            #expect(evaluation == nil)
        }
        #expect(rows.evaluationBatch == 0)
    }

    @Test func `a short last batch is left out on demand, and pixels are scaled`() {
        let data = ImageDataset(train: Self.images(9), test: Self.images(4), scale: 0.5, batch: 4, dropLast: true)
        var (source, batch): (any BatchSource<Double>, Batch<Double>) = (data.makeBatches(seed: 1), Batch())
        #expect(source.batchesPerEpoch == 2)
        source.next(into: &batch)
        #expect(batch.inputs.allSatisfy { 2 * $0 == (2 * $0).rounded() })
        #expect(batch.inputs.contains { $0 != $0.rounded() })
    }

    @Test func `a run's memory: what a step keeps, or an evaluation where that is more`() {
        func memory(test: Int, accumulate: Int = 1, _ loss: StandardLoss = .crossEntropy) -> RunMemory {
            RunMemory(
                of: MLP(sizes: [2, 3]).size,
                on: RowDataset(train: Self.examples(9), test: Self.examples(test), outputs: 3, batch: 4),
                loss: loss,
                accumulate: accumulate,
                stateCount: 2,
                precision: .double
            )
        }
        // Of doubles: 9 parameters, each with a gradient and 2 of the optimizer; rows of 2 inputs and 3 outputs.
        let (rows, graph): (Double, Double) = (4 * 2 * 8, 4 * 5 * 8)
        #expect(memory(test: 0).parameters == 288 && memory(test: 0).copy == 72)
        #expect(memory(test: 0).activations == rows + 2 * graph)
        #expect(memory(test: 0, .mse).activations == rows + 2 * graph)
        #expect(memory(test: 0, accumulate: 3).activations == 3 * rows + 2 * graph)
        #expect(memory(test: 100).activations == 100 * 7 * 8)
        #expect(memory(test: 0).peak == 288 + memory(test: 0).activations + 72)
    }

    @Test func `the first batch of a step, in epochs and without`() {
        func first(_ step: Int, _ batches: Int?) -> Int {
            RunPlan.firstBatch(ofStep: step, batchesPerEpoch: batches, accumulate: 2)
        }
        #expect((1...4).map { first($0, nil) } == [1, 3, 5, 7])
        #expect((1...7).map { first($0, 5) } == [1, 3, 5, 6, 8, 10, 11])
    }
}
