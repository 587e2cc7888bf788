/// Why a sink can take no more events.
public struct SinkTrouble: Sendable {
    /// A sentence for the operator.
    public var sentence: String
    /// True when whoever read what was written has left, which is no fault.
    public var isReaderGone: Bool

    public init(sentence: String, isReaderGone: Bool) {
        self.sentence = sentence
        self.isReaderGone = isReaderGone
    }
}

/// Where events go: a screen, a log, a recording.
public protocol EventSink: AnyObject {
    /// Takes the next event.
    func take(_ event: Event)
    /// Brings everything taken so far to its place.
    func flush()
    /// Why nothing more can be taken; nil while all is well.
    var trouble: SinkTrouble? { get }
}
