/// When and where a run writes checkpoints.
public struct CheckpointPlan: Sendable {
    /// Steps between two checkpoints, 1 or more; nil for requested ones only.
    public var every: Int?
    /// How many checkpoints are kept, in addition to requested ones; 1 or more.
    public var keep: Int
    /// Whether a checkpoint is written when the run ends or is stopped.
    public var atEnd: Bool
    /// The folder of the files.
    public var folder: CheckpointFolder
    /// The run's recipe, key by key: a run of another recipe cannot resume from its checkpoints.
    public var recipe: [String: String]
    /// The initial values of the settings an operator may change, by name; saved in each checkpoint for a resumed run.
    public var initialSettings: [String: String]

    public init(
        every: Int? = nil,
        keep: Int = 3,
        atEnd: Bool = false,
        folder: CheckpointFolder,
        recipe: [String: String],
        initialSettings: [String: String] = [:]
    ) {
        require(every ?? 1 >= 1 && keep >= 1, "checkpoints are written every step or less often, and one is kept")
        self.every = every
        self.keep = keep
        self.atEnd = atEnd
        self.folder = folder
        self.recipe = recipe
        self.initialSettings = initialSettings
    }
}
