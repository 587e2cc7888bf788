/// What a name stands for among the members of a step.
enum StepField {
    case event, step, time, epoch, batch, clip, alarms
    case number(Metric)
    case layers(LayerMetric)
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
            case "clip": .clip
            case "alarms": .alarms
            case "train_runtime": .trainingTime
            default: Self(metric: name) ?? Self(foreign: name)
            }
    }

    private init?(metric name: JSONScanner.RawString) {
        if let metric = Metric.allCases.first(where: { name.equals($0.info.key) }) {
            self = .number(metric)
        } else if let metric = LayerMetric.allCases.first(where: { name.equals($0.info.key) }) {
            self = .layers(metric)
        } else {
            return nil
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
