import Telemetry
import Training
import YAML

/// The keys of a recipe, from the outermost section in.
struct RecipeKeys: KeySection {
    @Key("The name of the run.", absent: "the file's name without .yaml") var name: String?
    @Key("What to look for, shown for a few seconds when the run begins and by `i`.", absent: "nothing")
    var lookFor: String?
    @Key("Which keys change its course, shown with it.", absent: "nothing") var press: String?
    @Key("Seeds initialization, shuffling and generated data.", in: .atLeast(0)) var seed = 1
    @Key(
        "Passes over the training data; not for data that is drawn anew for every step.",
        in: .atLeast(1),
        absent: "give this or steps"
    )
    var epochs: Int?
    @Key("Optimizer steps of the run; schedules are as long.", in: .atLeast(1), absent: "give this or epochs")
    var steps: Int?
    @Key(
        "Gradient accumulation: batches whose gradients, weighted by their number of targets, make one step. The last step "
            + "of an epoch uses the batches that remain.",
        in: .from(1, through: 100_000)
    )
    var accumulate = 1
    @Key("Steps between evaluations; the last step always is one.", in: .atLeast(1), formerly: "evaluate")
    var evaluateEvery = 100
    @Key(
        "Steps between two records that look closer: at the gradient norm and the dead units of each layer, and at how "
            + "far the update moved the weights.",
        in: .atLeast(1),
        formerly: "layers_every"
    )
    var inspectEvery = 10
    @Key(
        "When loss or gradient norm is NaN or infinite: skip the update and pause the run (without a screen: stop), stop, "
            + "skip the update and continue, or apply it as PyTorch does."
    )
    var nonFinite = NonFinitePolicy.pause
    @Key(
        "Threads that large operations are shared out to. The results do not depend on it.",
        in: .from(1, through: 64),
        absent: "all cores, 8 at most"
    )
    var threads: Int?
    @Key("The numbers that are computed with: of 32 bits, or of 64.") var precision = Precision.float
    @Key(
        "What becomes of numbers below 1.2e-38 (double: 2.2e-308), on which many processors are a hundred times slower: "
            + "they count as zeros, as in JAX, or are kept, as in PyTorch.",
        absent: "`flush` (double: `keep`)"
    )
    var subnormals: Subnormals?
    @Key("Steps per second on the dashboard, so that people can watch; 0 means no limit.", in: .pace) var pace = 0.0

    @Choice var data: any DataKind
    @Choice var model: any ModelKind
    @Choice var loss: LossKind
    @Choice var optimizer: any OptimizerKind
    @Choice var schedule: any ScheduleKind
    @Subsection var clip = ClipKeys()
    @Subsection var checkpoint = CheckpointKeys()
    @Subsection var snapshots = SnapshotKeys()

    init(_ registry: Registry) {
        _data = Choice("The training data.", registry.data)
        _model = Choice("The model.", registry.models)
        _loss = Choice("The loss.", registry.losses, default: LossKind.crossEntropy())
        _optimizer = Choice("The optimizer, as in torch.optim.", registry.optimizers)
        _schedule = Choice(
            "How the learning rate changes, step by step.",
            registry.schedules,
            default: ConstantKind()
        )
    }

    /// Bytes of a run's name, which becomes that of a folder.
    static let longestName = 200

    func check(_ report: inout FaultReport) {
        guard let name, name.utf8.count > Self.longestName else { return }
        report.add("name must have \(Self.longestName) bytes at most (got \(name.utf8.count))", at: $name)
    }
}
