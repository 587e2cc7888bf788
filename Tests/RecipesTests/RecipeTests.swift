import Telemetry
import Testing
import YAML

@testable import Recipes

/// The recipe of the issue, a line for each section.
let digitsRecipe = """
    name: digits
    seed: 1
    data: {kind: csv, path: digits.csv, target: label, scale: 0.0625, test: 360, batch: 32}
    model: {kind: mlp, sizes: [64, 64, 10], activation: relu, init: default}
    loss: {kind: cross_entropy}
    optimizer: {kind: adam, lr: 0.001}
    schedule: {kind: constant}
    clip: {kind: norm, max_norm: 1.0, norm_type: 2}
    epochs: 100
    evaluate_every: 45
    non_finite: pause
    pace: 60
    """

/// The recipe with one line in place of the line of the same key.
private func digits(with line: String) -> String {
    let key = line.prefix { $0 != ":" }
    return digitsRecipe.split(separator: "\n").map { $0.hasPrefix(key + ":") ? line : String($0) }.joined(
        separator: "\n"
    )
}

func refusal(_ text: String, _ overrides: Overrides = Overrides()) -> String {
    do throws(DocumentError) {
        _ = try Recipe(text: text, path: "demos/some.yaml", overrides: overrides)
        return "was taken"
    } catch { return error.description }
}

@Suite struct RecipeTests {
    @Test func `the recipe of the issue`() throws {
        let recipe = try Recipe(text: digitsRecipe, path: "demos/some.yaml")
        #expect(recipe.name == "digits" && recipe.seed == 1)
        let keys = recipe.keys
        let data = try #require(keys.data as? CSVKind)
        #expect(data.files.path == "digits.csv" && data.target == "label" && data.scale == 0.0625)
        #expect(data.test == 360 && !data.dropLast && data.testSplit == .stratified)
        #expect(recipe.keys.data.shared.batch == 32 && data.shared.poison.step == nil)
        let model = try #require(keys.model as? MLPKind)
        #expect(model.layers.sizes == [64, 64, 10] && model.layers.activation == .relu)
        #expect(model.weights.start == .default && keys.loss.loss == .crossEntropy)
        let optimizer = try #require(keys.optimizer as? AdamKind)
        #expect(optimizer.betas == NumberPair(first: 0.9, second: 0.999) && optimizer.eps == 1e-8)
        #expect(optimizer.shared.weightDecay == 0 && optimizer.shared.lr == 0.001 && keys.schedule is ConstantKind)
        #expect(keys.clip.kind == .norm && keys.clip.maxNorm == 1 && keys.clip.normType == 2)
        #expect(recipe.length == .epochs(100) && keys.evaluateEvery == 45 && keys.inspectEvery == 10)
        #expect(keys.nonFinite == .pause && recipe.pace == 60)
        #expect(recipe.beside("digits.csv") == "demos/digits.csv")
        #expect(recipe.beside("/data/digits.csv") == "/data/digits.csv")
    }

    @Test func `what is left out has its default; the name is the file's`() throws {
        let text = """
            data: {kind: temporal_order}
            model: {kind: rnn}
            optimizer: {kind: adamw}
            steps: 10
            """
        let recipe = try Recipe(text: text, path: "demos/some.order.yaml")
        #expect(recipe.name == "some.order" && recipe.seed == 1 && recipe.keys.data.shared.batch == 32)
        let keys = recipe.keys
        let data = try #require(keys.data as? SequenceKind)
        #expect(data.problem == .temporalOrder && data.length == 20 && data.evaluateOn == 10_000)
        let model = try #require(keys.model as? RNNKind)
        #expect(model.shared.hidden == 50 && model.shared.layers == 1 && model.shared.embedding == 0)
        #expect(model.nonlinearity == .tanh && model.weights.start == .default && model.spectralRadius == 0.95)
        let optimizer = try #require(keys.optimizer as? AdamKind)
        #expect(optimizer.betas == NumberPair(first: 0.9, second: 0.999) && optimizer.eps == 1e-8)
        #expect(optimizer.shared.weightDecay == 0.01 && optimizer.isDecoupled)
        #expect(keys.clip.kind == .none && keys.clip.maxNorm == 1 && keys.evaluateEvery == 100 && recipe.pace == 0)
    }

    @Test(
        arguments: [
            // Keys.
            ("sed: 1\n", ":1: unknown key sed (the nearest known key is seed)"),
            (
                "clip: {kind: norm, maxnorm: 1.0}",
                ":8: unknown key clip.maxnorm (the nearest known key is clip.max_norm)"
            ),
            (
                "optimizer:\n  kind: adam\n  learning_rate: 1",
                ":8: unknown key optimizer.learning_rate (the nearest known key is optimizer.lr)"
            ),
            ("lr: 0.1\n", ":1: unknown key lr (the nearest known key is optimizer.lr)"),
            ("clip: {kind: norm, max_norm: 1, kind: none}", ":8: key kind is given twice"),
            // Types.
            ("optimizer: {kind: adam, lr: text}", ":6: optimizer.lr must be a number (got text)"),
            ("optimizer: {kind: adam, lr: \"0.1\"}", ":6: optimizer.lr must be a number (got the text \"0.1\")"),
            ("optimizer: {kind: adam, lr: [1]}", ":6: optimizer.lr must be a number (got a list)"),
            ("optimizer: adam", ":6: optimizer must be a section of keys (got adam)"),
            ("epochs: 1.5", ":9: epochs must be a whole number (got 1.5)"),
            ("epochs: ten", ":9: epochs must be a whole number (got ten)"),
            ("epochs:", ":9: epochs has no value"),
            ("model: {kind: mlp, sizes: 64}", ":4: model.sizes must be a list of whole numbers (got 64)"),
            ("model: {kind: mlp, sizes: [64, x]}", ":4: model.sizes must be a list of whole numbers (got x)"),
            (
                "optimizer: {kind: adam, betas: [0.9]}",
                ":6: optimizer.betas must be a list of 2 numbers (got a list)"
            ),
            (
                "optimizer: {kind: sgd, momentum: 0.9, nesterov: 1}",
                ":6: optimizer.nesterov must be true or false (got 1)"
            ),
            // Ranges.
            ("clip: {kind: norm, max_norm: -1}", ":8: clip.max_norm must not be negative (got -1)"),
            ("clip: {kind: norm, max_norm: .nan}", ":8: clip.max_norm must be a number (got NaN)"),
            ("clip: {kind: norm, max_norm: NaN}", ":8: clip.max_norm must be a number (got NaN)"),
            ("clip: {kind: norm, norm_type: 0}", ":8: clip.norm_type must be more than 0 (got 0)"),
            ("optimizer: {kind: adam, lr: -0.1}", ":6: optimizer.lr must not be negative (got -0.1)"),
            ("optimizer: {kind: adam, lr: .inf}", ":6: optimizer.lr must be finite (got Infinity)"),
            (
                "optimizer: {kind: adam, betas: [0.9, 1]}",
                ":6: optimizer.betas must be from 0 to less than 1 (got 1)"
            ),
            ("seed: -1", ":2: seed must not be negative (got -1)"),
            ("epochs: 0", ":9: epochs must be at least 1 (got 0)"),
            ("model: {kind: mlp, sizes: [64, 0]}", ":4: model.sizes must be from 1 to 100000 (got 0)"),
            (
                "model: {kind: mlp, sizes: [64]}",
                ":4: model.sizes must name features and outputs, 2 sizes or more (got 1)"
            ),
            // Kinds.
            (
                "optimizer: {kind: adamax}",
                ":6: optimizer.kind must be one of sgd, adam, adamw, rmsprop, adagrad (got adamax; the nearest is adam)"
            ),
            (
                "optimizer: {kind: AdamW}",
                ":6: optimizer.kind must be one of sgd, adam, adamw, rmsprop, adagrad (got AdamW; the nearest is adamw)"
            ),
            (
                "model: {kind: mlp, sizes: [64, 10], activation: swish}",
                ":4: model.activation must be one of relu, tanh, sigmoid, gelu, silu, elu, selu, softplus, hardtanh, "
                    + "leaky_relu (got swish; the nearest is silu)"
            ),
            (
                "model: {kind: mlp, sizes: [64, 10], alpha: 2}",
                ":4: model.alpha does not go with model.activation relu (it is for elu)"
            ),
            (
                "model: {kind: cnn, image: [1, 8, 8], channels: [2], padding: one, sizes: [10]}",
                ":4: model.padding must be a whole number or a list of them (got one)"
            ),
            ("subnormals: drop\n", ":1: subnormals must be one of flush, keep (got drop)"),
            ("subnormals: [keep]\n", ":1: subnormals must be a word (got a list)"),
            (
                "clip: {kind: norms}",
                ":8: clip.kind must be one of norm, value, none (got norms; the nearest is norm)"
            ),
            (
                "optimizer: {kind: adam, momentum: 0.9}",
                ":6: optimizer.momentum does not go with optimizer.kind adam (it is for sgd and rmsprop)"
            ),
            (
                "model: {kind: mlp, sizes: [64, 10], init: identity}",
                ":4: model.init identity does not go with model.kind mlp (known: default, "
                    + "xavier, xavier_normal, kaiming, kaiming_normal, orthogonal, normal)"
            ),
            (
                "model: {kind: rnn}",
                ":4: model.kind rnn learns sequences and texts, data.kind csv has rows (use mlp or cnn)"
            ),
            (
                "data: {kind: adding}",
                ":9: epochs does not go with data.kind adding, whose batches are all fresh; give steps"
            ),
            (
                "optimizer: {kind: sgd, nesterov: true}",
                ":6: optimizer.nesterov needs momentum above 0 and dampening 0 (got momentum 0, dampening 0)"
            ),
            ("name: \(String(repeating: "n", count: 201))", ":1: name must have 200 bytes at most (got 201)"),
            // What is missing.
            ("data: {kind: csv, path: digits.csv}", ":3: data.target is missing"),
            ("optimizer: {lr: 0.1}", ":6: optimizer.kind is missing"),
            ("schedule: {kind: step}", ":7: schedule.every is missing"),
            (
                "data: {kind: csv, path: d.csv, target: t, poison: {scale: 50}}",
                ":3: data.poison.step is missing"
            ),
        ]
    )
    func `what is wrong is reported in one line that names the place`(line: String, expected: String) {
        // A line that is a whole recipe's beginning stands before the others.
        let text = line.hasSuffix("\n") ? line + digitsRecipe : digits(with: line)
        let faults = refusal(text).split(separator: "\n").filter { $0.hasPrefix("demos/some.yaml\(expected)") }
        #expect(faults.count == 1, "\(refusal(text))")
    }

    @Test(
        arguments: [
            ("", "demos/some.yaml: is empty (a recipe is a mapping of keys to values)"),
            ("# only this\n", "demos/some.yaml: is empty (a recipe is a mapping of keys to values)"),
            ("- a\n- b\n", "demos/some.yaml:1: a recipe is a mapping of keys to values"),
            ("seed: 1\nname: \"digits\n", "demos/some.yaml:3: invalid YAML: "),
            ("seed: *other\n", "demos/some.yaml:1: "),
            ("seed: 1\n", "demos/some.yaml:1: data.kind is missing"),
        ]
    )
    func `a text that is not a recipe`(text: String, expected: String) {
        let message = refusal(text)
        #expect(message.hasPrefix(expected))
        // What is not a recipe at all has one fault; one that lacks everything has several.
        #expect(!message.contains("\n") || expected.hasSuffix(" is missing"))
    }

    @Test func `a file that is not there, is a folder or is not text`() {
        for (path, reason) in [
            ("/nowhere/x.yaml", "cannot be read (No such file or directory)"),
            ("/", "is a folder, and a file is expected"),
        ] {
            #expect(throws: DocumentError(place: path, message: reason)) { try Recipe(file: path) }
        }
    }

    @Test func `every key has a section that is known, a default that is taken, and a row in the table`() throws {
        let schema = Schema()
        let table = schema.reference()
        for key in schema.keys {
            let section = key.path.split(separator: ".").dropLast().joined(separator: ".")
            #expect(section.isEmpty || schema.sections.contains(section))
            #expect(table.contains("| `\(key.path)` |"))
            #expect(key.kinds.isEmpty || schema["\(section.prefix { $0 != "." }).kind"] != nil)
            let isOneOrEach = key.takes == OneOrEach.phrase
            #expect(isOneOrEach == key.declaration.meaning.contains("one number for all"), "\(key.path)")
        }
        #expect(Set(schema.keys.map(\.path)).count == schema.keys.count)
    }
}
