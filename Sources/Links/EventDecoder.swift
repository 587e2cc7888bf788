public import Telemetry

/// Reads one log format: bytes → events. To add a format, write a conforming type and list it in `EventFormats.all`.
public protocol EventDecoder: Sendable {
    /// Whether a stream or file is of this format, by its first bytes: up to 4,096; from a stream possibly only its first
    /// line.
    static func recognizes(_ head: UnsafeRawBufferPointer) -> Bool

    init()

    /// Reads the next bytes, split anywhere, and appends the events they complete.
    ///
    /// - Parameter arrival: their time of arrival in seconds, on a monotonic clock; nil for bytes of a file.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, arrival: Double?, into events: inout EventList)

    /// Ends the input and appends the remaining events.
    mutating func finish(into events: inout EventList)

    /// The lines that could not be read so far.
    var report: ReadingReport { get }
}

/// The log formats that can be read.
public enum EventFormats {
    /// In the order they are tried; the last one accepts everything.
    public static let all: [any EventDecoder.Type] = [EventReader.self]

    /// The decoder for a stream or file.
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

/// Event lines, and the common JSON logs of other tools. Any bytes are accepted; unreadable lines are reported.
extension EventReader: EventDecoder {
    public static func recognizes(_: UnsafeRawBufferPointer) -> Bool { true }

    public mutating func feed(_ bytes: UnsafeRawBufferPointer, arrival: Double?, into events: inout EventList) {
        unsafe feed(bytes, arrival: arrival, to: &events)
    }

    public mutating func finish(into events: inout EventList) { finish(to: &events) }
}
