import Testing
import YAML

@testable import Recipes
@testable import Training

/// A small recipe with an optimizer.
func recipe(optimizer: String, registry: Registry = Registry()) throws(DocumentError) -> Recipe {
    let text = """
        data: {kind: adding, batch: 4, evaluate_on: 4}
        model: {kind: rnn, hidden: 4}
        loss: {kind: mse}
        optimizer: \(optimizer)
        steps: 2
        """
    return try Recipe(text: text, path: "some.yaml", registry: registry)
}

@Suite struct OptimizerChoiceTests {
    @Test(
        arguments: [
            (
                "{kind: rmsprop}", 0.01,
                "alpha: 0.99, eps: 1e-08, momentum: 0, centered: false, weight_decay: 0"
            ),
            (
                "{kind: rmsprop, lr: 1, alpha: 0.9, eps: 0.1, momentum: 0.5, centered: true, weight_decay: 0.2}", 1,
                "alpha: 0.9, eps: 0.1, momentum: 0.5, centered: true, weight_decay: 0.2"
            ),
            ("{kind: adagrad}", 0.01, "lr_decay: 0, initial_accumulator_value: 0, eps: 1e-10, weight_decay: 0"),
            (
                "{kind: adagrad, lr_decay: 0.1, initial_accumulator_value: 0.3, eps: 1e-3, weight_decay: 0.2}", 0.01,
                "lr_decay: 0.1, initial_accumulator_value: 0.3, eps: 0.001, weight_decay: 0.2"
            ),
            (
                "{kind: adam, amsgrad: true}", 0.001,
                "betas: [0.9, 0.999], eps: 1e-08, weight_decay: 0, amsgrad: true"
            ),
            (
                "{kind: adamw, amsgrad: true}", 0.001,
                "betas: [0.9, 0.999], eps: 1e-08, weight_decay: 0.01, amsgrad: true"
            ),
        ]
    )
    func `what is left out has PyTorch's default`(text: String, lr: Double, expected: String) throws {
        let recipe = try recipe(optimizer: text)
        #expect(recipe.keys.optimizer.shared.lr == lr)
        #expect(recipe.keys.optimizer.word == text.dropFirst(7).prefix { $0 != "," && $0 != "}" })
        var written = recipe.written.filter { $0.key.hasPrefix("optimizer.") }
        for entry in expected.matches(of: /(\w+): (\[.*\]|[^,]+)/) {
            #expect(written.removeValue(forKey: "optimizer.\(entry.1)") == String(entry.2))
        }
        #expect(Set(written.keys) == ["optimizer.kind", "optimizer.lr", "optimizer.decayed"])
    }

    @Test func `settings reach the optimizer`() throws {
        let weights = [NamedParameter("w", Tensor<Double>.zeros([2], requiresGrad: true))]
        let rms = try #require(
            recipe(
                optimizer:
                    "{kind: rmsprop, lr: 0.5, alpha: 0.9, eps: 0.1, momentum: 0.5, centered: true, weight_decay: 0.2}"
            )
            .makeOptimizer(weights) as? RMSprop<Double>
        )
        #expect(rms.learningRate == 0.5 && rms.decay == 0.9 && rms.epsilon == 0.1)
        #expect(rms.momentum == 0.5 && rms.centered && rms.weightDecay == 0.2)
        let ada = try #require(
            recipe(
                optimizer:
                    "{kind: adagrad, lr_decay: 0.1, initial_accumulator_value: 0.3, eps: 1e-3, weight_decay: 0.2}"
            )
            .makeOptimizer(weights) as? Adagrad<Double>
        )
        #expect(ada.learningRate == 0.01 && ada.rateDecay == 0.1 && ada.initialSum == 0.3)
        #expect(ada.epsilon == 1e-3 && ada.weightDecay == 0.2)
        for kind in ["adam", "adamw"] {
            let adam = try #require(
                recipe(optimizer: "{kind: \(kind), amsgrad: true}").makeOptimizer(weights) as? Adam<Double>
            )
            #expect(adam.amsgrad && adam.decoupledWeightDecay == (kind == "adamw"))
        }
    }

    @Test func `a run says whether its updates hardly depend on the gradient's scale`() throws {
        for (kind, isInvariant) in [
            ("sgd", false), ("adam", true), ("adamw", true), ("rmsprop", true), ("adagrad", true),
        ] {
            let trainer: Trainer<Float> = try PreparedRun(recipe(optimizer: "{kind: \(kind)}")).makeTrainer()
            #expect(trainer.runDescription.isScaleInvariant == isInvariant, "\(kind)")
        }
    }

    @Test(arguments: ["rmsprop", "adagrad"])
    func `a run names its optimizer`(kind: String) throws {
        let trainer: Trainer<Float> = try PreparedRun(recipe(optimizer: "{kind: \(kind)}")).makeTrainer()
        #expect(trainer.runDescription.optimizer == kind)
        var losses: [Double?] = []
        trainer.run { if case .step(let record) = $0 { losses.append(record.loss) } }
        #expect(losses.count == 2 && losses[0] != losses[1])
    }

    @Test(
        arguments: [
            ("{kind: rmsprop, alpha: 1}", "optimizer.alpha must be from 0 to less than 1 (got 1)"),
            ("{kind: rmsprop, centered: 2}", "optimizer.centered must be true or false (got 2)"),
            ("{kind: rmsprop, eps: -1}", "optimizer.eps must not be negative (got -1)"),
            (
                "{kind: rmsprop, betas: [0.9, 0.9]}",
                "optimizer.betas does not go with optimizer.kind rmsprop (it is for adam and adamw)"
            ),
            ("{kind: adagrad, lr_decay: -0.1}", "optimizer.lr_decay must not be negative (got -0.1)"),
            (
                "{kind: adagrad, initial_accumulator: 1}",
                "unknown key optimizer.initial_accumulator "
                    + "(the nearest known key is optimizer.initial_accumulator_value)"
            ),
            (
                "{kind: adagrad, initial_accumulator_value: -1}",
                "optimizer.initial_accumulator_value must not be negative (got -1)"
            ),
            (
                "{kind: sgd, amsgrad: true}",
                "optimizer.amsgrad does not go with optimizer.kind sgd (it is for adam and adamw)"
            ),
        ]
    )
    func `what is wrong is reported at its line`(text: String, message: String) {
        #expect(throws: DocumentError(place: "some.yaml:4", message: message)) { try recipe(optimizer: text) }
    }
}
