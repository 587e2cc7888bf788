public import Telemetry
public import Training
import YAML

/// The keys of a recipe, from the outermost section in.
struct RecipeKeys: RecipeSection {
    @Key("The name of the run.", absent: "the file's name without .yaml") var name: String?
    @Key("What to look for, shown for a few seconds when the run begins and by `i`.", absent: "nothing")
    var lookFor: String?
    @Key("Which keys change its course, shown with it.", absent: "nothing") var press: String?
    @Key("Seeds initialization, shuffling and generated data.", in: .atLeast(0)) var seed = 1
    @Key(
        "Passes over the training data; not for data that is drawn afresh for every step.",
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
    @Key("Steps per second on the dashboard, so that people can watch; 0 is no limit.", in: .pace) var pace = 0.0

    @Choice(
        section: "Rows of a table; images in MNIST's format, plain or gzipped; the characters of a text, each to be "
            + "predicted from those before it; or sequences drawn afresh for every step: the temporal order task (which "
            + "of two symbols came first) or the adding problem (the sum of two marked numbers).",
        { $0.data }
    )
    var data: any DataKind
    @Choice(
        section:
            "For rows: linear layers with an activation between them, with convolutions and pooling before them in "
            + "a cnn. For sequences and texts: recurrent layers whose last state, or every state, goes through a linear "
            + "layer. For texts: nanoGPT's transformer, as long as a window.",
        { $0.models }
    )
    var model: any ModelKind
    @Choice(section: "What is minimised: for classes, for two classes and one output, or for numbers.", { $0.losses })
    var loss: any LossKind = CrossEntropyKind()
    @Choice(section: "The optimizer, as in torch.optim.", { $0.optimizers }) var optimizer: any OptimizerKind
    @Choice(
        section:
            "How the learning rate changes, step by step; polynomial, linear, cosine, one_cycle, warmup_cosine and "
            + "nanogpt are as long as the run; plateau goes by the loss of each evaluation. Under one_cycle optimizer.lr "
            + "is the peak, PyTorch's max_lr.",
        { $0.schedules }
    )
    var schedule: any ScheduleKind = ConstantKind()
    @Subsection var clip = ClipKeys()
    @Subsection var checkpoint = CheckpointKeys()
    @Subsection var snapshots = SnapshotKeys()

    /// Bytes of a run's name, which becomes that of a folder.
    static let longestName = 200

    func check(_ report: inout FaultReport) {
        guard let name, name.utf8.count > Self.longestName else { return }
        report.add("name must have \(Self.longestName) bytes at most (got \(name.utf8.count))", at: $name)
    }
}

/// The keys of clipping.
struct ClipKeys: RecipeSection {
    @Key("Bring the total norm down to max_norm, clamp every element to ±max_norm, or only measure.")
    var kind = Clip.none
    @Key("The threshold of norm and of value clipping; kept and not used under none.", in: .maxNorm) var maxNorm = 1.0
    @Key("The p of the norm; .inf is the largest element.", in: .normType) var normType = 2.0
}

/// The keys of checkpoints.
struct CheckpointKeys: RecipeSection {
    @Key("Steps between two checkpoints.", in: .atLeast(1), absent: "only when asked, with c") var every: Int?
    @Key("How many checkpoints are kept, in addition to requested ones.", in: .atLeast(1)) var keep = 3
    @Key("Writes one when the run has finished or was stopped.") var atEnd = false
    @Key(
        "The folder of the checkpoints, relative to where the program runs.",
        absent: "NAME.checkpoints, or NAME.checkpoints-2 where that is taken, …"
    )
    var path: String?
}

/// The keys of snapshots.
struct SnapshotKeys: RecipeSection {
    @Key("Steps between two snapshots, to which the run can be rewound.", in: .atLeast(1)) var every = 100
    @Key("Megabytes of snapshots; beyond them the oldest is evicted. 0 for none.", in: .from(0, through: 1_000_000))
    var memory = 256.0
}

/// The numbers that a run computes with.
package enum Precision: String, KeyWord {
    case float, double

    static let synonyms = [
        "float": "float32 fp32 f32 single 32 fp16 bf16 half float16", "double": "float64 fp64 f64 64",
    ]

    /// Bytes of a number.
    var size: Int { self == .float ? 4 : 8 }

    /// The largest number.
    var largest: Double { self == .float ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude }
}

// MARK: - Words of the library

extension Clip: KeyWord {
    static let synonyms = [
        "norm": "clip_grad_norm clip_grad_norm_ l2 global_norm", "none": "off false null no",
        "value": "clip_grad_value clip_grad_value_ clamp",
    ]
}

extension NonFinitePolicy: KeyWord {
    static let synonyms = [
        "stop": "abort raise error fail", "skip": "skip_step drop", "continue": "ignore proceed", "pause": "hold",
    ]
}

extension Subnormals: KeyWord {
    static let synonyms = ["flush": "ftz daz zero off", "keep": "ieee gradual on"]
}
