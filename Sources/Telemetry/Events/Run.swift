/// The declaration of a run: its name, its settings and its abilities.
public struct Run: Equatable, Sendable {
    /// The version of the line format that this build writes.
    public static let currentProtocol = 1

    /// The version of the line format that the source writes.
    public var protocolVersion: Int
    /// The name for people to read; may be empty.
    public var name: String
    /// The number of trainable parameters of the model; nil if the source does not say.
    public var parameters: Int?
    /// The planned number of steps; nil if it is open.
    public var steps: Int?
    /// The optimizer's kind, in lower case ("sgd", "adam", "adamw").
    public var optimizer: String?
    /// The settings that may be changed, with their values.
    public var settings: [Setting]
    /// The kinds of requests that the run accepts.
    public var abilities: Set<Ability>
    /// The checkpoint that the run resumes from; nil for one that begins at its first step.
    public var resumed: Resumed?
    /// True if the optimizer's updates hardly depend on the scale of the gradient, as with Adam, so that clipping hardly
    /// changes their size; nil if the source does not say.
    public var isScaleInvariant: Bool?
    /// Titles, units and scales of the source's own metrics; others are shown by their names.
    public var metrics: [MetricInfo]
    /// Steps between two evaluations; nil if the source does not say or does not evaluate.
    public var evaluateEvery: Int?
    /// Hints for the viewer of a demo; nil for most runs.
    public var story: Story?
    /// The run's process and files; nil if the source does not report them.
    public var process: RunProcess?
    /// True if the run applies the alarm rules itself and reports their alarms.
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
        process: RunProcess? = nil,
        reportsAlarms: Bool = false
    ) {
        (self.protocolVersion, self.name, self.parameters, self.steps) = (protocolVersion, name, parameters, steps)
        (self.optimizer, self.isScaleInvariant) = (optimizer, isScaleInvariant)
        (self.settings, self.abilities, self.metrics) = (settings, abilities, metrics)
        (self.resumed, self.evaluateEvery, self.story, self.process) = (resumed, evaluateEvery, story, process)
        self.reportsAlarms = reportsAlarms
    }
}
