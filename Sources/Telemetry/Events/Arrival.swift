/// The result of one poll of a source.
public struct Arrival: Sendable {
    /// The new events, oldest first.
    public var events = EventList()
    /// The lines and fields that could not be read, since the start of the source.
    public var skipped = ReadingReport()
    /// Steps dropped because they arrived faster than they were polled, since the start of the source.
    public var shedSteps = 0
    /// The state of the link after the last of the events.
    public var status = LinkStatus.catchingUp
    /// True if the next call returns more at once.
    public var hasMore = false

    /// - Parameters:
    ///   - events: oldest first.
    ///   - status: the state of the link after them.
    public init(_ events: [Event] = [], status: LinkStatus = .catchingUp) {
        for event in events { self.events.receive(event) }
        self.status = status
    }
}

/// The state of a link.
public enum LinkStatus: Equatable, Sendable {
    /// The history is still arriving.
    case catchingUp
    /// Events arrive as they happen, or are read from a file.
    case open
    /// The source has ended.
    case ended
    /// The link broke: the reason, as a sentence for the operator.
    case broken(String)

    /// True if no more events will arrive.
    public var isOver: Bool {
        switch self {
        case .catchingUp, .open: false
        case .ended, .broken: true
        }
    }
}
