import Dashboard
import Links
import Telemetry

/// A command that was sent to a run, until its outcome is known.
struct AskedCommand {
    /// How the command ended.
    enum Outcome: Equatable {
        /// It took effect; with the run's end, if that has come.
        case applied(Applied, End?)
        case rejected(Rejected)
        /// The run ended, the link broke or the time was up before an answer: the reason, as a sentence.
        case unknown(String)
        /// It took effect but was not completed in time: the reason.
        case unfinished(Applied, String)
    }

    private let source: any EventSource
    private let command: Command
    /// When waiting ends, on the monotonic clock.
    private let deadline: Double

    /// Sends the command.
    ///
    /// - Parameters:
    ///   - source: the link to the run.
    ///   - seconds: how long its answer may take.
    /// - Throws: if it does not reach the run.
    init(_ command: Command, to source: any EventSource, seconds: Double) throws(LinkError) {
        (self.command, self.source, deadline) = (command, source, monotonicSeconds() + seconds)
        try source.send(command)
    }

    /// Waits for the answer.
    ///
    /// - Parameter isCompleted: true to wait until the requested steps are done, or the stopped run has ended.
    func outcome(isCompleted: Bool) -> Outcome {
        var progress = Progress(command: command)
        var arrival = Arrival()
        while true {
            source.poll(limit: 10_000, into: &arrival)
            arrival.events.deliver(to: &progress)
            if let outcome = progress.outcome(isCompleted: isCompleted) { return outcome }
            if let reason = Self.reason(arrival.status, progress.end) { return progress.missing(because: reason) }
            let left = deadline - monotonicSeconds()
            guard left > 0 else { return progress.missing(because: "no answer came in time") }
            if !arrival.hasMore { waitForEvents(of: [source], seconds: left) }
        }
    }

    /// Why no more events will arrive; nil while they may.
    private static func reason(_ status: LinkStatus, _ end: End?) -> String? {
        switch status {
        case .catchingUp, .open: nil
        case .ended: end.map { "the run has ended (\($0.outcome.rawValue))" } ?? "the run has ended"
        case .broken(let reason): reason
        }
    }

    /// The progress of the command, from the run's events.
    private struct Progress: EventReceiver {
        let command: Command
        private var applied: Applied?
        private var rejected: Rejected?
        private(set) var end: End?
        private var lastStep = 0
        /// Who paused the run before the steps were done.
        private var holder: String?

        init(command: Command) { self.command = command }

        mutating func receive(step record: borrowing StepRecord) { lastStep = record.step }

        mutating func receive(_ event: Event) {
            switch event {
            case .step(let record): lastStep = record.step
            case .applied(let answer) where answer.id == command.id && answer.session == command.session:
                applied = answer
            case .rejected(let answer) where answer.id == command.id && answer.session == command.session:
                rejected = answer
            case .applied(let other): if applied != nil, other.request == .pause { holder = other.by }
            case .end(let end): self.end = end
            default: break
            }
        }

        func outcome(isCompleted: Bool) -> Outcome? {
            if let rejected { return .rejected(rejected) }
            guard let applied else { return nil }
            guard isCompleted else { return .applied(applied, end) }
            switch command.request {
            case .advance(let count) where lastStep < applied.step + count - 1:
                if end != nil { return .applied(applied, end) }
                return holder.map { .unfinished(applied, "\($0) paused the run after step \(lastStep)") }
            case .stop: return end.map { .applied(applied, $0) }
            default: return .applied(applied, end)
            }
        }

        func missing(because reason: String) -> Outcome {
            applied.map { .unfinished($0, reason) } ?? .unknown(reason)
        }
    }
}
