import Testing
import YAML

@testable import Recipes
@testable import Training

private func recipe(_ model: String, data: String = "{kind: adding, batch: 4, evaluate_on: 4}") throws(DocumentError)
    -> Recipe
{
    let text = """
        data: \(data)
        model: \(model)
        loss: {kind: mse}
        optimizer: {kind: sgd, lr: 0.1}
        steps: 2
        """
    return try Recipe(text: text, path: "some.yaml")
}

@Suite struct ModelChoiceTests {
    @Test(
        arguments: [
            // Of 2 features and h units a layer of g gates has g·h·(2 + h + 2) weights, and the next g·h·(h + h + 2).
            ("{kind: rnn, hidden: 4}", 4 * 8 + 5, ["rnn.ih", "rnn.hh", "output"]),
            (
                "{kind: rnn, hidden: 4, layers: 2}", 4 * 8 + 4 * 10 + 5,
                ["rnn.ih", "rnn.hh", "rnn.ih_l1", "rnn.hh_l1", "output"]
            ),
            ("{kind: lstm, hidden: 4}", 16 * 8 + 5, ["lstm.ih", "lstm.hh", "output"]),
            (
                "{kind: lstm, hidden: 4, layers: 2}", 16 * 8 + 16 * 10 + 5,
                ["lstm.ih", "lstm.hh", "lstm.ih_l1", "lstm.hh_l1", "output"]
            ),
            ("{kind: gru, hidden: 4}", 12 * 8 + 5, ["gru.ih", "gru.hh", "output"]),
            (
                "{kind: gru, hidden: 4, layers: 2}", 12 * 8 + 12 * 10 + 5,
                ["gru.ih", "gru.hh", "gru.ih_l1", "gru.hh_l1", "output"]
            ),
        ]
    )
    func `recurrent models learn, and their layers have names`(text: String, parameters: Int, layers: [String]) throws {
        let trainer: Trainer<Float> = try PreparedRun(recipe(text)).makeTrainer()
        #expect(trainer.runDescription.parameters == parameters)
        var losses: [Double?] = []
        var names: [String] = []
        trainer.run {
            guard case .step(let record) = $0 else { return }
            losses.append(record.loss)
            names = record.layers.map(\.name)
        }
        #expect(losses.count == 2 && losses[0] != losses[1])
        #expect(names == layers)
    }

    @Test func `what is left out has its default`() throws {
        let lstm = try #require(recipe("{kind: lstm}").keys.model as? GatedKind)
        #expect(lstm.shared.hidden == 50 && lstm.shared.layers == 1 && lstm.shared.embedding == 0)
        #expect(lstm.weights.start == .default)
        let gru = try #require(recipe("{kind: gru, layers: 3}").keys.model as? GatedKind)
        #expect(gru.shared.hidden == 50 && gru.shared.layers == 3 && gru.shared.embedding == 0)
        #expect(gru.weights.start == .default)
    }

    @Test(
        arguments: [
            ("{kind: lstm, layers: 0}", "model.layers must be from 1 to 100 (got 0)"),
            ("{kind: gru, layers: 1.5}", "model.layers must be a whole number (got 1.5)"),
            (
                "{kind: lstm, nonlinearity: relu}",
                "model.nonlinearity does not go with model.kind lstm (it is for rnn)"
            ),
            (
                "{kind: gru, init: identity}",
                "model.init identity does not go with model.kind gru (known: default, orthogonal, normal)"
            ),
            (
                "{kind: rnn, init: smart_tanh, layers: 2}",
                "model.init smart_tanh starts 1 recurrent layer (got layers 2)"
            ),
            (
                "{kind: mlp, sizes: [2, 1], layers: 2}",
                "model.layers does not go with model.kind mlp (it is for rnn, lstm, gru and transformer)"
            ),
            (
                "{kind: mlp, sizes: [2, 1]}",
                "model.kind mlp learns rows, data.kind adding has sequences (use rnn, lstm or gru)"
            ),
        ]
    )
    func `what is wrong is reported at its line`(text: String, message: String) {
        #expect(throws: DocumentError(place: "some.yaml:2", message: message)) { try recipe(text) }
    }

    @Test(arguments: ["rnn", "lstm", "gru"])
    func `recurrent models do not learn rows`(kind: String) {
        let message = "model.kind \(kind) learns sequences and texts, data.kind csv has rows (use mlp or cnn)"
        #expect(throws: DocumentError(place: "some.yaml:2", message: message)) {
            try recipe("{kind: \(kind)}", data: "{kind: csv, path: a.csv, target: b}")
        }
    }
}
