@testable import Telemetry

/// Events one after the other.
struct Found: EventReceiver {
    var events: [Event] = []

    mutating func receive(step: borrowing StepRecord) { events.append(.step(copy step)) }
    mutating func receive(_ event: Event) { events.append(event) }
}

/// What a reader makes of a text, or of bytes in pieces.
struct Reading: Equatable {
    var events: [Event] = []
    var report = ReadingReport()

    init(_ text: String) { self.init([Array(text.utf8)]) }

    init(_ pieces: [[UInt8]], remembersNames: Bool = true) {
        var reader = EventReader(remembersNames: remembersNames)
        var list = Found()
        for piece in pieces { piece.withUnsafeBytes { reader.feed($0, to: &list) } }
        reader.finish(to: &list)
        (events, report) = (list.events, reader.report)
    }

    var steps: [StepRecord] { events.compactMap { if case .step(let record) = $0 { record } else { nil } } }
    var evaluations: [Evaluation] {
        events.compactMap { if case .evaluation(let evaluation) = $0 { evaluation } else { nil } }
    }
}
