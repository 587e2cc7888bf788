import Platform
import Telemetry
import Testing
import YAML

@testable import Recipes
@testable import Training

private func prepared(_ sets: String...) throws -> PreparedRun {
    let text = """
        data: {kind: adding, batch: 4, evaluate_on: 4}
        model: {kind: rnn, hidden: 4}
        loss: {kind: mse}
        optimizer: {kind: sgd}
        steps: 3
        """
    return try PreparedRun(Recipe(text: text, path: "some.yaml", overrides: Overrides(sets: sets)))
}

@Suite struct RecipeSizeTests {
    private static let image = ModelTask(inputs: .rows(48, image: [3, 4, 4]), outputs: 5)
    private static let text = ModelTask(inputs: .tokens(11, window: 6, lanes: nil), outputs: 11)
    private static let sequences = ModelTask(inputs: .sequences(3, length: 20), outputs: 2)

    private static let models: [(String, ModelTask)] = [
        ("{kind: mlp, sizes: [48, 5]}", image), ("{kind: mlp, sizes: [48, 7, 9, 5]}", image),
        ("{kind: cnn, channels: [2], sizes: [5]}", image),
        ("{kind: cnn, channels: [2, 6], kernel: [3, 1], padding: 1, pool: [2, 1], sizes: [4, 5]}", image),
        ("{kind: rnn, hidden: 4, layers: 3}", sequences), ("{kind: lstm, hidden: 4, layers: 2}", sequences),
        ("{kind: gru, hidden: 4}", sequences), ("{kind: rnn, hidden: 4}", text),
        ("{kind: lstm, hidden: 4, layers: 2, embedding: 3}", text), ("{kind: gru, hidden: 4, embedding: 9}", text),
        ("{kind: transformer, layers: 3, heads: 2, width: 8}", text),
        ("{kind: transformer, layers: 1, heads: 1, width: 5, bias: false, dropout: 0.1}", text),
    ]

    @Test(arguments: models)
    func `parameters are counted from shapes as the made model has them`(model: String, task: ModelTask) throws {
        let data =
            switch task.inputs {
            case .rows: "{kind: idx, path: x}"
            case .sequences: "{kind: temporal_order}"
            case .tokens: "{kind: text, path: x}"
            }
        let text = "data: \(data)\nmodel: \(model)\noptimizer: {kind: sgd}\nsteps: 1\n"
        let recipe = try Recipe(text: text, path: "some.yaml")
        let made: any Model<Float> = recipe.makeModel(task)
        #expect(recipe.keys.model.architecture(task).size.parameters == Double(made.parameterCount))
    }

    @Test func `what a perceptron's batch leaves behind`() throws {
        let recipe = try Recipe(
            text:
                "data: {kind: idx, path: x}\nmodel: {kind: mlp, sizes: [48, 7, 5]}\noptimizer: {kind: sgd}\nsteps: 1\n",
            path: "some.yaml"
        )
        let size = recipe.keys.model.architecture(Self.image).size
        // Inputs, the hidden layer before and after its activation, outputs; and the widest layer with its inputs.
        #expect(size == ModelSize(parameters: 383, activations: 48 + 7 + 7 + 5, widest: 55))
    }

    @Test(
        arguments: [
            ("{kind: rnn, hidden: 10000, layers: 100}", "data: {kind: adding, length: 10000, batch: 100000}"),
            ("{kind: lstm, hidden: 10000, layers: 100}", "data: {kind: adding, length: 10000, batch: 100000}"),
            ("{kind: gru, hidden: 4}", "data: {kind: adding, length: 10000, batch: 100000}\naccumulate: 100000"),
            ("{kind: rnn, hidden: 10000, init: smart_tanh}", "data: {kind: adding, length: 2}"),
        ]
    )
    func `what no machine has memory for is refused from its shapes, however large they are`(
        model: String,
        data: String
    ) throws {
        let text = "\(data)\nmodel: \(model)\nloss: {kind: mse}\noptimizer: {kind: adam}\nsteps: 3\n"
        let run = try PreparedRun(Recipe(text: text, path: "some.yaml"))
        let error = #expect(throws: DocumentError.self) { try run.checkMemory(free: 2_000_000_000) }
        let line = try #require(error?.description)
        let place = data.split(separator: "\n").count + 1
        #expect(line.hasPrefix("some.yaml:\(place): the run takes ") && !line.contains("\n"))
        #expect(line.contains(" of memory, and 2 GB are free here (") && line.count < 300)
    }

    @Test func `what fits is taken, and where nobody knows what is free, everything is`() throws {
        let run = try prepared()
        try run.checkMemory(free: Int(run.memory.peak))
        try run.checkMemory(free: nil)
        #expect(throws: DocumentError.self) { try run.checkMemory(free: Int(run.memory.peak) - 1) }
    }

    @Test func `room for snapshots that is not there is refused where it was asked for`() throws {
        let line =
            "--set snapshots.memory=3: snapshots.memory 3 asks for 3 MB besides the run's 5.004 kB, and 2 MB of memory "
            + "are free here"
        let error = #expect(throws: DocumentError.self) {
            try prepared("snapshots.memory=3").checkMemory(free: 2_000_000)
        }
        #expect(error?.description == line, "\(error?.description ?? "")")
        try prepared("snapshots.memory=1").checkMemory(free: 2_000_000)
        try prepared().checkMemory(free: 2_000_000)
    }

    @Test(arguments: ["steps=9007199254740993", "accumulate=100000"])
    func `a run counts its steps and batches up to 2^53`(set: String) {
        let text =
            "data: {kind: adding}\nmodel: {kind: rnn}\nloss: {kind: mse}\noptimizer: {kind: sgd}\nsteps: 9007199254740991\n"
        let error = #expect(throws: DocumentError.self) {
            try PreparedRun(
                Recipe(text: text, path: "some.yaml", overrides: Overrides(sets: [set, "data.poison.step=9e15"]))
            )
        }
        #expect(error?.description.contains("\n") == false)
    }
    @Test(arguments: ["rnn", "lstm", "gru"])
    func `parameters are counted as the model has them`(kind: String) throws {
        for layers in 1...3 {
            let run = try prepared("model.kind=\(kind)", "model.layers=\(layers)")
            let trainer: Trainer<Float> = try run.makeTrainer()
            #expect(run.parameterCount == trainer.runDescription.parameters)
        }
    }

    @Test(
        arguments: [
            ("{kind: sgd}", 0), ("{kind: sgd, momentum: 0.9}", 1), ("{kind: adam}", 2),
            ("{kind: adamw, amsgrad: true}", 3), ("{kind: rmsprop}", 1), ("{kind: rmsprop, centered: true}", 2),
            ("{kind: rmsprop, centered: true, momentum: 0.5}", 3), ("{kind: adagrad}", 1),
        ]
    )
    func `what the optimizer keeps for each parameter`(optimizer: String, expected: Int) throws {
        let run = try prepared("optimizer=\(optimizer)")
        #expect(run.recipe.stateCount == expected)
        #expect(run.memory.parameters == Double(37 * 4 * (2 + expected)))
    }

    @Test func `one cycle gives SGD a momentum to keep`() throws {
        #expect(try prepared("schedule.kind=one_cycle").recipe.stateCount == 1)
        #expect(try prepared("schedule={kind: one_cycle, cycle_momentum: false}").recipe.stateCount == 0)
    }

    @Test func `the line of a check`() throws {
        let size = try prepared().size
        #expect(
            size == "37 parameters, 296 bytes with gradients and optimizer state, 4.56 kB of activations, 3 steps",
            "\(size)"
        )
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (76_960, "76.96 kB"),
            (1_234_567, "1.235 MB"), (5_000_000_000, "5 GB"), (7_000_000_000_000_000, "7,000 TB"),
        ]
    )
    func `bytes as people read them`(count: Double, expected: String) { #expect(NumberFormat.bytes(count) == expected) }
}
