import Testing

@testable import Training
@testable import trimtab

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

@Suite("Size of a recipe")
struct RecipeSizeTests {
    @Test("Parameters are counted as the model has them", arguments: ["rnn", "lstm", "gru"])
    func parameters(kind: String) throws {
        for layers in 1...3 {
            let run = try prepared("model.kind=\(kind)", "model.layers=\(layers)")
            let trainer: Trainer<Float> = try run.makeTrainer()
            #expect(run.parameterCount == trainer.opening.parameters)
        }
    }

    @Test(
        "What the optimizer keeps for each parameter",
        arguments: [
            ("{kind: sgd}", 0), ("{kind: sgd, momentum: 0.9}", 1), ("{kind: adam}", 2),
            ("{kind: adamw, amsgrad: true}", 3), ("{kind: rmsprop}", 1), ("{kind: rmsprop, centered: true}", 2),
            ("{kind: rmsprop, centered: true, momentum: 0.5}", 3), ("{kind: adagrad}", 1),
        ]
    )
    func states(optimizer: String, expected: Int) throws {
        let run = try prepared("optimizer=\(optimizer)")
        #expect(run.recipe.stateCount == expected)
        #expect(run.memory == 37 * 4 * (2 + expected))
    }

    @Test("One cycle gives SGD a momentum to keep")
    func oneCycle() throws {
        #expect(try prepared("schedule.kind=one_cycle").recipe.stateCount == 1)
        #expect(try prepared("schedule={kind: one_cycle, cycle_momentum: false}").recipe.stateCount == 0)
    }

    @Test("The line of a check")
    func line() throws {
        #expect(try prepared().size == "37 parameters, 296 bytes with gradients and optimizer state, 3 steps")
    }

    @Test(
        "Bytes as people read them",
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (76_960, "76.96 kB"),
            (1_234_567, "1.235 MB"), (5_000_000_000, "5 GB"), (7_000_000_000_000_000, "7000 TB"),
        ]
    )
    func amounts(count: Int, expected: String) { #expect(bytes(count) == expected) }
}
