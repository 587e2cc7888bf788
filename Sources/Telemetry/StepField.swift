/// What a name stands for among the members of a step.
enum StepField {
    case event, step, time, epoch, batch, loss, gradNorm, clippedNorm, clipCoefficient, maxNorm, clip, lr, updateRatio
    case deadUnits, samplesPerSecond, tokensPerSecond, alarms, layers, deadLayers
    /// Another tool's name for the step or its time, and how near to the format's own it is; see `ForeignName`.
    case foreignStep(rank: Int8), foreignTime(rank: Int8)
    case foreign(ForeignName)
    /// How long a whole training took, among the totals of Hugging Face's trainer.
    case trainingTime
    case evaluation(split: ForeignSplit, isLoss: Bool)
    /// A further series of the source's own.
    case further

    init(_ name: JSONScanner.RawString) {
        self =
            switch name {
            case "event": .event
            case "step": .step
            case "time": .time
            case "epoch": .epoch
            case "batch": .batch
            case "loss": .loss
            case "grad_norm": .gradNorm
            case "clipped_norm": .clippedNorm
            case "clip_coefficient": .clipCoefficient
            case "max_norm": .maxNorm
            case "clip": .clip
            case "lr": .lr
            case "update_ratio": .updateRatio
            case "dead_units": .deadUnits
            case "samples_per_second": .samplesPerSecond
            case "tokens_per_second": .tokensPerSecond
            case "alarms": .alarms
            case "layers": .layers
            case "dead_layers": .deadLayers
            case "train_runtime": .trainingTime
            default: Self(foreign: name)
            }
    }

    private init(foreign name: JSONScanner.RawString) {
        if let rank = ForeignName.stepRank(name) {
            self = .foreignStep(rank: rank)
        } else if let rank = ForeignName.timeRank(name) {
            self = .foreignTime(rank: rank)
        } else if let field = ForeignName(name) {
            self = .foreign(field)
        } else if let measure = ForeignName.evaluation(name) {
            self = .evaluation(split: measure.split, isLoss: measure.isLoss)
        } else {
            self = .further
        }
    }
}

/// The names that the lines of a source had so far.
struct LineMemory: Sendable {
    /// Of the members of steps, and of the layers in them.
    var step: NameMemory<StepField>
    var layers: NameMemory<Void>

    /// - Parameter isOfMany: false for a line that is read alone.
    init(isOfMany: Bool) {
        step = NameMemory(capacity: isOfMany ? 256 : 0) { StepField($0) }
        layers = NameMemory(capacity: isOfMany ? 2048 : 0) { _ in }
    }
}
