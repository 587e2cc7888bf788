/// What a source has for who polls it.
public struct Arrival: Sendable {
    public var events = EventList()
    /// What could not be read, since the beginning.
    public var skipped = ReadingReport()
    /// Steps that were left out because they came faster than they were polled, since the beginning.
    public var shedSteps = 0
    /// Where the link stands, behind the last of the events.
    public var status = LinkStatus.catchingUp
    /// True when the next call has more at once.
    public var hasMore = false

    /// - Parameters:
    ///   - events: what came, oldest first.
    ///   - status: of the link after them.
    public init(_ events: [Event] = [], status: LinkStatus = .catchingUp) {
        for event in events { self.events.take(event) }
        self.status = status
    }
}

/// Where a link stands.
public enum LinkStatus: Equatable, Sendable {
    /// What happened before is still coming.
    case catchingUp
    /// What comes happens now, as far as the source is live at all.
    case open
    /// The source has said all it will.
    case ended
    /// It broke off, and why, as a sentence for the operator.
    case broken(String)

    /// True when nothing more will come.
    public var isOver: Bool {
        switch self {
        case .catchingUp, .open: false
        case .ended, .broken: true
        }
    }
}
