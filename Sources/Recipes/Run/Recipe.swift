import Platform
import Telemetry
package import Training
package import YAML

/// A parsed recipe: data, model, loss, optimizer, schedule, clipping and length.
package struct Recipe: Sendable {
    /// The recipe's file, as the operator named it.
    package let path: String
    let keys: RecipeKeys
    /// Every key in force as it could be written, under the name that checkpoints have for it.
    let written: [String: String]
    /// What is wrong with it, beside which its data may still be looked at.
    let report: FaultReport

    /// Reads a recipe file and applies the command line's changes.
    package init(file path: String, overrides: Overrides = Overrides()) throws(DocumentError) {
        self = try Recipe(readingFile: path, overrides).checked()
    }

    /// Reads the text of a recipe; `path` names it in errors and is where the data's path starts from.
    ///
    /// - Parameter registry: the kinds that it may choose from.
    package init(
        text: String,
        path: String,
        overrides: Overrides = Overrides(),
        registry: Registry = Registry()
    ) throws(DocumentError) {
        self = try Recipe(path, overrides, registry) { report throws(DocumentError) in
            try YAMLNode.mapping(text, noun: "recipe", &report)
        }.checked()
    }

    /// Reads a recipe file; what is wrong with its keys is in its report.
    init(readingFile path: String, _ overrides: Overrides) throws(DocumentError) {
        guard !holdsControls(path) else {
            throw DocumentError(place: path, message: "a recipe must have a path without control characters")
        }
        try self.init(path, overrides, Registry()) { report throws(DocumentError) in
            try YAMLNode.file(.recipe, noun: "recipe", &report)
        }
    }

    private init(
        _ path: String,
        _ overrides: Overrides,
        _ registry: Registry,
        tree: (inout FaultReport) throws(DocumentError) -> YAMLNode?
    ) throws(DocumentError) {
        var report = FaultReport(path: path)
        guard var tree = try tree(&report) else {
            throw DocumentError(place: path, message: "is empty (a recipe is a mapping of keys to values)")
        }
        try overrides.apply(to: &tree)
        let keys = RecipeKeys(registry)
        let reader = SectionReader(keys, from: tree, report, Schema(registry))
        report = reader.report
        keys.checkThatPartsFit(registry, hasUnknownKeys: reader.hasUnknownKeys, &report)
        (self.path, self.keys, written, self.report) = (path, keys, reader.written, report)
    }

    private func checked() throws(DocumentError) -> Recipe {
        if let error = report.error { throw error }
        return self
    }
}

// MARK: - What it says

extension Recipe {
    /// How long the run is.
    package enum Length: Equatable {
        case steps(Int)
        case epochs(Int)
    }

    /// Keys under their old names, a line for each.
    package var warnings: [String] { report.warnings }
    package var name: String { keys.name ?? stem(of: path) }
    package var seed: UInt64 { UInt64(keys.seed) }
    package var length: Length { keys.epochs.map { .epochs($0) } ?? .steps(keys.steps ?? 1) }
    package var precision: Precision { keys.precision }
    /// Threads that large operations are shared out to; nil for as many as there are cores, up to 8.
    package var threads: Int? { keys.threads }
    /// Steps per second; 0 means no limit.
    package var pace: Double { keys.pace }
    /// The kind of the model and its sizes in a few words.
    package var modelSummary: String { keys.model.summary }
    /// The file or folder of the data, as the operator would name it; nil for data that is drawn.
    package var dataPath: String? { keys.data.file.map { beside($0.path) } }

    /// What to look for in the run, and what to press.
    var story: Story? { Story(lookFor: keys.lookFor, press: keys.press) }

    /// The place of a file that the recipe names relative to itself.
    func beside(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return file }
        return String(path[...slash]) + file
    }

    /// An error at the place of the first of these keys that is given.
    func error(_ message: String, at keys: any Located...) -> DocumentError { report.error(message, at: keys) }

    /// The optimizer of the model's parameters.
    func makeOptimizer<Element: Scalar>(
        _ parameters: [NamedParameter<Element>]
    ) throws(DocumentError) -> any Optimizer<Element> {
        do throws(OptimizerError) {
            return try keys.optimizer.make(keys.optimizer.shared.groups(of: parameters))
        } catch {
            throw self.error("optimizer: \(error)", at: keys.$optimizer)
        }
    }

    /// The model with its first weights, which depend on the seed alone.
    func makeModel<Element: Scalar>(_ task: ModelTask) -> any Model<Element> {
        var generator = RandomGenerator(seed: seed).stream("init")
        return keys.model.architecture(task).make(using: &generator)
    }
}
