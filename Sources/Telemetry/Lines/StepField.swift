/// The meaning of a member's name in a step.
enum StepField {
    case event, step, time, epoch, batch, clip, alarms
    case number(Metric)
    case layers(LayerMetric)
    /// Another tool's name for the step or its time, with its rank; see `ForeignName`.
    case foreignStep(rank: Int8), foreignTime(rank: Int8)
    case foreign(ForeignName)
    /// The duration of the training, among the totals of Hugging Face's trainer.
    case trainingTime
    case evaluation(split: ForeignSplit, isLoss: Bool)
    /// A metric of the source's own.
    case extra

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
            self = .extra
        }
    }
}
