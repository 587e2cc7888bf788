import Telemetry
import Training

/// A run as it was ordered: data, model, loss, optimizer, schedule, clipping and length.
struct Recipe {
    /// The recipe's file, as the operator named it.
    var path: String
    var name: String
    var seed: UInt64
    var data: DataChoice
    var batch: Int
    var poison: PoisonChoice?
    var model: ModelChoice
    var loss: Loss
    /// The share of the past in a running mean of the loss; nil keeps none.
    var lossAverage: Double?
    var optimizer: OptimizerChoice
    /// The learning rate at the start.
    var lr: Double
    var schedule: ScheduleChoice
    var clip: Clip
    var maxNorm: Double
    var normType: Double
    var length: Length
    /// Batches that make one step.
    var accumulate: Int
    /// Steps between evaluations.
    var evaluate: Int
    /// Steps between two records that look closer.
    var layersEvery: Int
    var nonFinite: NonFinitePolicy
    /// Threads that large operations are shared out to; nil for as many as there are cores, up to 8.
    var threads: Int?
    var precision: Precision
    /// What becomes of subnormal numbers; nil for what is usual under the precision.
    var subnormals: Subnormals?
    /// Steps per second; 0 is as fast as it goes.
    var pace: Double
    /// What to look for in the run, and what to press.
    var story: Story?

    /// For errors that only the data can reveal.
    let values: RecipeValues

    enum DataChoice: Equatable {
        /// `path` is relative to the recipe.
        case csv(path: String, target: String, scale: Double, test: Int, dropLast: Bool)
        /// `path` is a folder, relative to the recipe.
        case idx(path: String, scale: Double, dropLast: Bool)
        /// `path` is relative to the recipe.
        case text(path: String, length: Int, validation: Double, isSequential: Bool)
        case temporalOrder(length: Int, evaluateOn: Int)
        case adding(length: Int, evaluateOn: Int)
    }

    struct PoisonChoice: Equatable {
        var step: Int
        var scale: Double
        var labels: Poisoned<Float>.Labels
    }

    enum Length: Equatable {
        case steps(Int)
        case epochs(Int)
    }
}

extension Recipe {
    /// Reads a recipe file and puts the command line's changes into it.
    init(file path: String, overrides: Overrides = Overrides()) throws(RecipeError) {
        try self.init(RecipeNode.file(path), path: path, overrides: overrides)
    }

    /// Reads the text of a recipe; `path` names it in errors and is where the data's path starts from.
    init(text: String, path: String, overrides: Overrides = Overrides()) throws(RecipeError) {
        try self.init(RecipeNode.parse(text, path: path), path: path, overrides: overrides)
    }

    private init(_ tree: RecipeNode, path: String, overrides: Overrides) throws(RecipeError) {
        var tree = tree
        try overrides.apply(to: &tree)
        let values = try RecipeValues(tree, path: path)

        self.path = path
        self.values = values
        name = values.isGiven("name") ? values.text("name") : stem(of: path)
        guard name.utf8.count <= RecipeKey.longestName || !values.isGiven("name") else {
            throw values.error(
                at: "name",
                message: "name must have \(RecipeKey.longestName) bytes at most (got \(name.utf8.count))"
            )
        }
        seed = UInt64(values.number("seed"))
        data = Self.data(values)
        batch = values.whole("data.batch")
        poison = try Self.poison(values)
        model = try Self.model(values)
        loss = Self.loss(values)
        lossAverage = values.isGiven("loss.ema") ? values.number("loss.ema") : nil
        optimizer = try Self.optimizer(values)
        lr = values.number("optimizer.lr")
        schedule = try Self.schedule(values)
        clip = Clip(rawValue: values.text("clip.kind")) ?? .none
        maxNorm = values.number("clip.max_norm")
        normType = values.number("clip.norm_type")
        length = try Self.length(values)
        accumulate = values.whole("accumulate")
        evaluate = values.whole("evaluate")
        layersEvery = values.whole("layers_every")
        nonFinite = NonFinitePolicy(rawValue: values.text("non_finite")) ?? .pause
        threads = values.isGiven("threads") ? values.whole("threads") : nil
        precision = Precision(rawValue: values.text("precision")) ?? .float
        subnormals = Subnormals(rawValue: values.text("subnormals"))
        pace = values.number("pace")
        story = Story(
            lookFor: values.isGiven("look_for") ? values.text("look_for") : nil,
            press: values.isGiven("press") ? values.text("press") : nil
        )
        try checkThatPartsFit()
    }

    /// The place of a file that the recipe names relative to itself.
    func beside(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return file }
        return String(path[...slash]) + file
    }
}

// MARK: - From values

extension Recipe {
    private static func data(_ values: RecipeValues) -> DataChoice {
        let (length, evaluateOn) = (values.whole("data.length"), values.whole("data.evaluate_on"))
        return switch values.text("data.kind") {
        case "temporal_order": .temporalOrder(length: length, evaluateOn: evaluateOn)
        case "adding": .adding(length: length, evaluateOn: evaluateOn)
        case "idx":
            .idx(
                path: values.text("data.path"),
                scale: values.number("data.scale"),
                dropLast: values.flag("data.drop_last")
            )
        case "text":
            .text(
                path: values.text("data.path"),
                length: length,
                validation: values.number("data.validation"),
                isSequential: values.text("data.windows") == "sequential"
            )
        default:
            .csv(
                path: values.text("data.path"),
                target: values.text("data.target"),
                scale: values.number("data.scale"),
                test: values.whole("data.test"),
                dropLast: values.flag("data.drop_last")
            )
        }
    }

    private static func poison(_ values: RecipeValues) throws(RecipeError) -> PoisonChoice? {
        guard values.isGiven("data.poison") else { return nil }
        guard values.isGiven("data.poison.step") else {
            throw values.error(at: "data.poison", message: "data.poison.step is missing")
        }
        return PoisonChoice(
            step: values.whole("data.poison.step"),
            scale: values.number("data.poison.scale"),
            labels: Poisoned<Float>.Labels(rawValue: values.text("data.poison.labels")) ?? .right
        )
    }

    private static func length(_ values: RecipeValues) throws(RecipeError) -> Length {
        switch (values.isGiven("epochs"), values.isGiven("steps")) {
        case (true, true):
            throw values.error(at: "steps", message: "epochs and steps are both given; give one of them")
        case (false, false):
            throw values.error(at: "epochs", message: "epochs or steps is missing: how long is the run?")
        case (true, false):
            let kind = values.text("data.kind")
            let isSequential = values.text("data.windows") == "sequential"
            guard ["csv", "idx"].contains(kind) || kind == "text" && isSequential else {
                let windows = kind == "text" ? " and data.windows random" : ""
                throw values.error(
                    at: "epochs",
                    message:
                        "epochs does not go with data.kind \(kind)\(windows), whose batches are all fresh; give steps"
                )
            }
            return .epochs(values.whole("epochs"))
        case (false, true):
            return .steps(values.whole("steps"))
        }
    }
}

/// The file's name without folders and without its last extension.
func stem(of path: String) -> String {
    let file = path.split(separator: "/").last ?? "run"
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return String(file) }
    return String(file[..<dot])
}
