public import Telemetry

/// Reads one format of logs: bytes → events. A new format is a type of its own and its name in `EventFormats.all`.
public protocol EventDecoder: Sendable {
    /// Whether a stream or file is of this format, by its first bytes: up to 4,096, or all there are.
    static func recognizes(_ head: UnsafeRawBufferPointer) -> Bool

    init()

    /// Reads the next bytes, however they are split, and appends the events they complete.
    ///
    /// - Parameter arrival: their time of arrival in seconds, on a monotonic clock; nil for bytes of a file.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, arrival: Double?, into events: inout EventList)

    /// Ends the input and appends the remaining events.
    mutating func finish(into events: inout EventList)

    /// The lines that could not be read so far.
    var report: ReadingReport { get }
}

/// The formats that are read.
public enum EventFormats {
    /// In the order of recognition; the last one accepts everything.
    public static let all: [any EventDecoder.Type] = [EventReader.self]

    /// The decoder of a stream or file.
    ///
    /// - Parameters:
    ///   - head: its first bytes.
    ///   - formats: the candidates.
    public static func decoder(
        for head: UnsafeRawBufferPointer,
        among formats: [any EventDecoder.Type] = all
    ) -> any EventDecoder {
        (formats.first { unsafe $0.recognizes(head) } ?? EventReader.self).init()
    }
}

/// Event lines, and the usual JSON logs of other tools. It finds events in any bytes, and reports unreadable lines.
extension EventReader: EventDecoder {
    public static func recognizes(_: UnsafeRawBufferPointer) -> Bool { true }

    public mutating func feed(_ bytes: UnsafeRawBufferPointer, arrival: Double?, into events: inout EventList) {
        unsafe feed(bytes, arrival: arrival, to: &events)
    }

    public mutating func finish(into events: inout EventList) { finish(to: &events) }
}
