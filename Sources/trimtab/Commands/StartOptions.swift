import ArgumentParser
import Platform
import Recipes
import Telemetry
import Training

/// Where a run begins: at its first step, from a checkpoint, or with weights that were trained elsewhere.
struct StartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Continue from a checkpoint, or from the newest one of a folder, as if the run had never stopped; options that "
                + "repeat what it began with change nothing.",
            valueName: "file|folder"
        ),
        completion: .file()
    )
    var resume: String?

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp("Begin with the weights of a safetensors file, such as PyTorch's.", valueName: "file"),
        completion: .file(extensions: ["safetensors"])
    )
    var weights: String?

    /// True when a file has a say in how the run begins.
    var isFromFile: Bool { resume != nil || weights != nil }

    /// Files the run reads other than its recipe and its data.
    var inputs: [RunInput] {
        resume.map { [RunInput(role: "the checkpoint of --resume", path: $0)] } ?? weights.map {
            [RunInput(role: "the weights of --init", path: $0)]
        } ?? []
    }

    /// The trainer of a prepared run, standing where the run begins.
    func makeTrainer<Element: Scalar>(_ prepared: PreparedRun) throws -> sending Trainer<Element> {
        guard resume == nil || weights == nil else {
            throw BadInput(
                "--resume and --init are both given, and a checkpoint brings its own weights: give one of them"
            )
        }
        if let resume { try checkPath(resume, of: "--resume") }
        if let weights { try checkPath(weights, of: "--init") }
        let recipe = prepared.recipe
        let file = try resume.map { try isFolder($0) ? CheckpointFolder.newest(in: $0) : $0 }
        var plan = recipe.checkpointPlan(in: try recipe.checkpointFolder(resumingFrom: file))
        let changes = try file.map { recipe.changes(since: try Checkpoint.initialSettings(path: $0)) }
        if let changes { plan.initialSettings = changes.initialSettings }
        let trainer: Trainer<Element> = try prepared.makeTrainer(Element.self, checkpoints: plan)
        do {
            if let file {
                try trainer.resume(path: file)
                trainer.initialCommands = changes?.commands ?? []
            } else if let weights {
                let prefix = try trainer.load(weightsOf: weights)
                if !prefix.isEmpty { warn("\(weights): removed the prefix \(prefix) from every name") }
            }
        } catch let error as StateError {
            throw FileError(file ?? weights ?? "", error.description)
        }
        return trainer
    }
}
