/// The reason why a sink accepts no more events.
public struct SinkError: Sendable {
    /// A sentence for the operator.
    public var sentence: String
    /// True when the reader has closed the pipe, which is not a fault.
    public var isReaderGone: Bool

    public init(sentence: String, isReaderGone: Bool) {
        self.sentence = sentence
        self.isReaderGone = isReaderGone
    }
}

/// A destination of events: a screen, a log, a recording.
public protocol EventSink: AnyObject {
    /// Appends the next event.
    func append(_ event: Event)
    /// Writes out everything appended so far.
    func flush()
    /// The reason why nothing more can be written; nil while writing works.
    var failure: SinkError? { get }
}
