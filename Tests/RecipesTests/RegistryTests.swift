import Testing
import YAML

@testable import Recipes
@testable import Training

/// An optimizer as somebody would add one.
private struct SignKind: OptimizerKind {
    let word = "sign"
    let synonyms = "signsgd torch_optimizer.SignSGD"

    let shared = OptimizerKeys(lr: 0.25)
    @Key("How many of the last signs are counted.", in: .from(1, through: 9)) var memory = 3

    func check(_ report: inout FaultReport) {
        if memory.isMultiple(of: 2) { report.add("optimizer.memory must be odd (got \(memory))", at: $memory) }
    }

    func stateCount(withMomentum _: Bool) -> Int { memory }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try SGD(groups, learningRate: shared.lr / Double(memory))
    }
}

@Suite struct RegistryTests {
    private var registry: Registry {
        var registry = Registry()
        registry.optimizers.append { SignKind() }
        return registry
    }

    private func faults(_ optimizer: String) -> [String] {
        do throws(DocumentError) {
            _ = try recipe(optimizer: optimizer, registry: registry)
            return []
        } catch { return error.faults.map(\.description) }
    }

    @Test func `an optimizer that is added is read, checked and run`() throws {
        let recipe = try recipe(optimizer: "{kind: sign, memory: 5, weight_decay: 0.1}", registry: registry)
        let kind = try #require(recipe.keys.optimizer as? SignKind)
        #expect(kind.memory == 5 && kind.shared.lr == 0.25 && kind.shared.weightDecay == 0.1)
        #expect(recipe.identity["optimizer.memory"] == "5" && recipe.stateCount == 5)
        let trainer: Trainer<Float> = try PreparedRun(recipe).makeTrainer()
        #expect(trainer.runDescription.optimizer == "sign")
        var rates: [Double?] = []
        trainer.run { if case .step(let record) = $0 { rates.append(record.lr) } }
        #expect(rates == [0.05, 0.05])
    }

    @Test(
        arguments: [
            ("{kind: sign, memory: 4}", "optimizer.memory must be odd (got 4)"),
            ("{kind: sign, memory: 10}", "optimizer.memory must be from 1 to 9 (got 10)"),
            (
                "{kind: sign, momentum: 1}",
                "optimizer.momentum does not go with optimizer.kind sign (it is for sgd and rmsprop)"
            ),
            ("{kind: adam, memory: 1}", "optimizer.memory does not go with optimizer.kind adam (it is for sign)"),
            ("{kind: sign, memry: 3}", "unknown key optimizer.memry (the nearest known key is optimizer.memory)"),
            (
                "{kind: SignSGD}",
                "optimizer.kind must be one of sgd, adam, adamw, rmsprop, adagrad, sign (got SignSGD; the nearest is sign)"
            ),
        ]
    )
    func `its keys are checked like those of any other`(optimizer: String, message: String) {
        #expect(faults(optimizer) == ["some.yaml:4: \(message)"])
    }

    @Test func `it is in the reference`() {
        let table = Schema(registry).reference()
        #expect(
            table.contains(
                "| `optimizer.memory` | whole number | `3` | 1 ≤ … ≤ 9 | How many of the last signs are counted. "
                    + "Only with kind sign. |"
            )
        )
        #expect(table.contains("| `optimizer.lr` | number | `0.001` (rmsprop, adagrad: `0.01`; sign: `0.25`) |"))
        #expect(!Schema().reference().contains("sign"))
    }

    @Test func `every kind has a word of its own, and a name of every key once`() {
        let registry = registry
        let kinds: [[any SectionKind]] = [
            registry.data.map { $0() }, registry.models.map { $0() }, registry.losses.map { $0() },
            registry.optimizers.map { $0() }, registry.schedules.map { $0() },
        ]
        for kinds in kinds { #expect(Set(kinds.map(\.word)).count == kinds.count) }
    }
}
