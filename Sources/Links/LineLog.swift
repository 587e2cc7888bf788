public import Telemetry

/// Writes events unchanged, one JSON object per line: the machine log and the recording.
public final class LineLog: EventSink {
    /// Buffered bytes that are written without waiting for a flush.
    private static let chunk = 1 << 16

    public let file: OutputFile
    private var encoder = LineEncoder()

    public init(_ file: OutputFile) {
        self.file = file
    }

    public var failure: SinkError? { file.failure }

    public func append(_ event: Event) {
        encoder.append(event)
        if encoder.bytes.count >= Self.chunk { flush() }
    }

    public func flush() {
        guard !encoder.bytes.isEmpty else { return }
        file.write(encoder.bytes)
        encoder.removeAll()
    }
}
