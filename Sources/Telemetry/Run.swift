/// What a run is, and what may be done to it.
public struct Run: Equatable, Sendable {
    /// The version of the line format that this build writes.
    public static let currentProtocol = 1

    public var protocolVersion: Int
    public var name: String
    /// Number of trainable numbers in the model; nil when the source does not say.
    public var parameters: Int?
    /// Steps the run means to take; nil when it is open-ended.
    public var steps: Int?
    /// The optimizer's kind, in lower case ("sgd", "adam", "adamw").
    public var optimizer: String?
    public var settings: [Setting]
    public var abilities: Set<Ability>
    /// The checkpoint that the run resumes from; nil for one that begins at its first step.
    public var resumed: Resumed?
    /// Whether the optimizer's updates hardly depend on the scale of the gradient, as those of Adam, so that clipping does
    /// little to their size; nil when the source does not say.
    public var isScaleInvariant: Bool?
    /// What the source says of numbers under names of its own: their titles, units and scales. Others go by their names.
    public var metrics: [MetricInfo]
    /// Steps between two evaluations; nil where the source does not say, or evaluates nothing.
    public var evaluateEvery: Int?
    /// What to look for in it; nil for most runs.
    public var story: Story?
    /// Where the run is and what it writes; nil where the source does not say.
    public var place: RunPlace?
    /// Whether the run is watched by rules where it is computed, and reports their alarms itself.
    public var reportsAlarms: Bool

    public init(
        protocolVersion: Int = Run.currentProtocol,
        name: String,
        parameters: Int? = nil,
        steps: Int? = nil,
        optimizer: String? = nil,
        settings: [Setting] = [],
        abilities: Set<Ability> = [],
        resumed: Resumed? = nil,
        isScaleInvariant: Bool? = nil,
        metrics: [MetricInfo] = [],
        evaluateEvery: Int? = nil,
        story: Story? = nil,
        place: RunPlace? = nil,
        reportsAlarms: Bool = false
    ) {
        self.protocolVersion = protocolVersion
        self.name = name
        self.parameters = parameters
        self.steps = steps
        self.optimizer = optimizer
        self.settings = settings
        self.abilities = abilities
        self.resumed = resumed
        self.isScaleInvariant = isScaleInvariant
        self.metrics = metrics
        self.evaluateEvery = evaluateEvery
        self.story = story
        self.place = place
        self.reportsAlarms = reportsAlarms
    }
}

/// The process of a run, and the files it writes.
public struct RunPlace: Equatable, Sendable {
    /// Its process.
    public var pid: Int?
    /// When it began, in seconds since 1970.
    public var started: Double?
    /// The path of its recording.
    public var recording: String?
    /// The path of the file that holds what the program itself printed.
    public var log: String?
    /// What `trimtab run` gave the program that it started, to know its run by.
    public var launch: String?

    public init(
        pid: Int? = nil,
        started: Double? = nil,
        recording: String? = nil,
        log: String? = nil,
        launch: String? = nil
    ) {
        self.pid = pid
        self.started = started
        self.recording = recording
        self.log = log
        self.launch = launch
    }

    /// True when nothing is known.
    public var isEmpty: Bool { self == RunPlace() }
}

/// The checkpoint that a run resumes from.
public struct Resumed: Equatable, Sendable {
    /// The last step that was computed before.
    public var step: Int
    /// Where the checkpoint was read.
    public var path: String

    public init(step: Int, path: String) {
        self.step = step
        self.path = path
    }
}

/// What an operator may ask of a run. A source declares its abilities in its first line.
public enum Ability: String, CaseIterable, Sendable {
    case pause, advance, set, stop, checkpoint, rewind
}
