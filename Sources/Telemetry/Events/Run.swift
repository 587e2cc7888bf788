/// The declaration of a run: its name, its settings and its abilities.
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
    /// Titles, units and scales of the source's own metrics; others are shown by their names.
    public var metrics: [MetricInfo]
    /// Steps between two evaluations; nil where the source does not say, or evaluates nothing.
    public var evaluateEvery: Int?
    /// Hints for the viewer of a demo; nil for most runs.
    public var story: Story?
    /// The run's process and files; nil if the source does not report them.
    public var process: RunProcess?
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
