import Training
import YAML

/// Linear layers with an activation between them.
struct MLPKind: ModelKind {
    let word = "mlp"
    let meaning = "for rows: linear layers with an activation between them"
    let synonyms = "linear dense fc feedforward perceptron dnn"
    let learns = [DataShape.rows]

    let layers = LinearKeys()
    let weights = WeightKeys.ofLayers

    var summary: String { "mlp \(LinearKeys.summary(layers.sizes))" }

    func check(_ report: inout FaultReport) {
        guard layers.sizes.count < 2 else { return }
        let message = "model.sizes must name features and outputs, 2 sizes or more (got \(layers.sizes.count))"
        report.add(message, at: layers.$sizes)
    }

    func check(_ task: ModelTask, of recipe: Recipe, _ report: inout FaultReport) {
        guard case .rows(let features, _) = task.inputs else { return }
        if layers.sizes[0] != features {
            let data = "\(recipe.keys.data.name) has \(features) features"
            report.add("model.sizes begins with \(layers.sizes[0]), but \(data)", at: layers.$sizes)
        }
        layers.checkOutputs(task, of: recipe, &report)
    }

    func architecture(_: ModelTask) -> any Architecture {
        MLP(sizes: layers.sizes, activation: layers.function, weights: weights.initial())
    }
}
