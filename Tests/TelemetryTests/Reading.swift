@testable import Telemetry

/// What a reader makes of a text, or of bytes in pieces.
struct Reading: Equatable {
    var events: [Event] = []
    var report = ReadingReport()

    init(_ text: String) { self.init([Array(text.utf8)]) }

    init(_ pieces: [[UInt8]]) {
        var reader = EventReader()
        for piece in pieces { piece.withUnsafeBytes { reader.feed($0) { events.append($0) } } }
        reader.finish { events.append($0) }
        report = reader.report
    }

    var steps: [StepRecord] { events.compactMap { if case .step(let record) = $0 { record } else { nil } } }
    var evaluations: [Evaluation] {
        events.compactMap { if case .evaluation(let evaluation) = $0 { evaluation } else { nil } }
    }
}
