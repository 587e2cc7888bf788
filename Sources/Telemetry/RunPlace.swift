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
        (self.pid, self.started, self.recording, self.log, self.launch) = (pid, started, recording, log, launch)
    }

    /// True when nothing is known.
    public var isEmpty: Bool { self == RunPlace() }
}
