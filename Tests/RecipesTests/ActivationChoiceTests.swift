import Testing
import YAML

@testable import Recipes
@testable import Training

private func recipe(_ model: String) throws(DocumentError) -> Recipe {
    try Recipe(
        text: "data: {kind: csv, path: a.csv, target: b}\nmodel: {kind: mlp, sizes: [2, 3, 2]\(model)}\n"
            + "optimizer: {kind: sgd}\nsteps: 1\n",
        path: "some.yaml"
    )
}

@Suite struct ActivationChoiceTests {
    /// torch.nn.functional of −1.5, in double precision.
    private static let values: [(String, Double)] = [
        ("relu", 0), ("tanh", -0.905148253644866), ("sigmoid", 0.182425523806356), ("gelu", -0.10021080190328704),
        ("silu", -0.273638285709535), ("elu", -0.77686983985157), ("elu, alpha: 2", -1.55373967970314),
        ("selu", -1.3658143533672527), ("softplus", 0.201413277982753), ("hardtanh", -1), ("leaky_relu", -0.015),
        ("leaky_relu, negative_slope: 0.2", -0.3),
    ]

    @Test(arguments: values)
    func `each is PyTorch's`(word: String, expected: Double) throws {
        let recipe = try recipe(", activation: \(word)")
        let layers = try #require(recipe.keys.model as? MLPKind).layers
        #expect(layers.activation.rawValue == word.prefix { $0 != "," })
        let module: any Module<Double> = layers.function.module()
        #expect(abs(module(Tensor([-1.5])).item() - expected) < 1e-12)
        let model: any Model<Double> = recipe.makeModel(ModelTask(inputs: .rows(2), outputs: 2))
        var batch = Batch<Double>()
        batch.resize(to: [1, 2])
        batch.inputs = [1, -1]
        #expect(model(batch).shape == [1, 2])
    }

    @Test func `all of them are tried`() {
        let tried = Self.values.map { $0.0.split(separator: ",").first.map(String.init) ?? "" }
        #expect(Set(tried) == Set(Activation.Kind.words))
    }

    @Test(arguments: ["alpha: 2", "negative_slope: 0.1"])
    func `a setting of another activation is refused`(text: String) {
        let error = #expect(throws: DocumentError.self) { try recipe(", activation: tanh, \(text)") }
        #expect(error?.faults.map(\.place) == ["some.yaml:2"])
        #expect(error?.faults[0].message.contains(" does not go with model.activation tanh (it is for ") == true)
    }

    /// The variance of each, over the number of inputs, which is that of outputs.
    private static let variances: [(String, Double)] = [
        ("xavier_normal", 1), ("kaiming_normal", 2), ("xavier", 1), ("kaiming", 2), ("orthogonal", 1), ("normal", 0.03),
    ]

    @Test(arguments: variances)
    func `each start has its deviation, and biases of 0`(word: String, variance: Double) throws {
        let deviation = (variance / 300).squareRoot()
        let recipe = try Recipe(
            text: "data: {kind: csv, path: a.csv, target: b}\n"
                + "model: {kind: mlp, sizes: [300, 300], init: \(word)}\noptimizer: {kind: sgd}\nsteps: 1\n",
            path: "some.yaml"
        )
        let model: any Model<Double> = recipe.makeModel(ModelTask(inputs: .rows(300), outputs: 300))
        for parameter in model.parameters {
            let values = parameter.tensor.values
            guard parameter.tensor.shape.count == 2 else {
                #expect(values.allSatisfy { $0 == 0 })
                continue
            }
            let measured = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
            #expect(abs(measured / deviation - 1) < 0.02)
            guard word == "orthogonal" else { continue }
            let products = parameter.tensor.matmul(parameter.tensor.transpose()).values
            for (place, product) in products.enumerated() {
                #expect(abs(product - (place % 301 == 0 ? 1 : 0)) < 1e-10)
            }
        }
    }

    @Test func `one number is for all convolutions, as the list of them is`() throws {
        func model(_ keys: String) throws -> CNNKind {
            let recipe = try Recipe(
                text: "data: {kind: csv, path: a.csv, target: b}\n"
                    + "model: {kind: cnn, image: [1, 8, 8], channels: [2, 3], sizes: [5], \(keys)}\n"
                    + "optimizer: {kind: sgd}\nsteps: 1\n",
                path: "some.yaml"
            )
            return try #require(recipe.keys.model as? CNNKind)
        }
        let task = ModelTask(inputs: .rows(64), outputs: 5)
        let (one, each) = (
            try model("padding: 0, kernel: 1, pool: 2"), try model("padding: [0, 0], kernel: [1, 1], pool: [2, 2]")
        )
        let sizes = [one, each].map { $0.architecture(task).size }
        #expect(sizes[0] == sizes[1] && sizes[0].parameters == 4 + 9 + 12 * 5 + 5)
        for (one, each) in zip([one.kernel, one.padding, one.pool], [each.kernel, each.padding, each.pool]) {
            #expect(Array(repeating: one.numbers[0], count: 2) == each.numbers)
        }
        #expect(try model("padding: 1").padding.numbers == model("padding: [1]").padding.numbers)
    }
}
