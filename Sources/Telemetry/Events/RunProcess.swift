/// The process of a run, and the files it writes.
public struct RunProcess: Equatable, Sendable {
    /// The process ID.
    public var pid: Int?
    /// The time at which the run began, in seconds since 1970.
    public var started: Double?
    /// The path of the recording.
    public var recording: String?
    /// The path of the file with the program's own output.
    public var log: String?
    /// The identifier by which `trimtab run` finds the runs of the program that it started.
    public var launch: String?

    public init(
        pid: Int? = nil,
        started: Double? = nil,
        recording: String? = nil,
        log: String? = nil,
        launch: String? = nil
    ) {
        (self.pid, self.started, self.recording, self.log, self.launch) = (pid, started, recording, log, launch)
    }

    /// True if all members are nil.
    public var isEmpty: Bool { self == RunProcess() }
}
