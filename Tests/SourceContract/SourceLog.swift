import Links
import Telemetry

/// What a source has sent, and what of it contradicts itself.
final class SourceLog: EventReceiver {
    private(set) var run: Run?
    private(set) var lastStep = 0
    private(set) var end: End?
    private(set) var status = LinkStatus.catchingUp
    private(set) var count = 0
    private(set) var faults: [String] = []
    private(set) var reasons: [Int: String] = [:]
    private var answers: [String: Event] = [:]

    /// max_norm as the run has confirmed it, and the step from which it is in force.
    private var maxNorm: Double?
    private var changedAt = 0
    /// Before the changes at `changedAt`.
    private var earlierMaxNorm: Double?
    /// The first step that a held run may not compute; nil while it may go on.
    private var barrier: Int?

    /// A max_norm that is not in force.
    var otherMaxNorm: Double { maxNorm.map { $0.isFinite && $0 > 0 ? $0 * 0.5 : 1 } ?? 1 }

    func answer(_ session: String, _ id: Int) -> Event? { answers["\(session) \(id)"] }

    func append(_ arrival: Arrival) {
        var log = self
        arrival.events.deliver(to: &log)
        if status.isOver, arrival.status != status { faults.append("\(status) became \(arrival.status)") }
        if status == .open, arrival.status == .catchingUp { faults.append("an open link catches up") }
        status = arrival.status
    }

    func receive(step record: borrowing StepRecord) { receive(.step(copy record)) }

    func receive(_ event: Event) {
        count += 1
        if end != nil { faults.append("after the end came \(event)") }
        switch event {
        case .run(let run): begin(run)
        case .step(let record): follow(record)
        case .applied(let applied): follow(applied)
        case .rejected(let rejected):
            note(event, rejected.session, rejected.id)
            reasons[rejected.id] = rejected.reason
        case .end(let end): self.end = end
        default: break
        }
    }

    private func begin(_ run: Run) {
        self.run = run
        guard case .number(let value)? = run.settings.first(where: { $0.name == "max_norm" })?.value else { return }
        (maxNorm, earlierMaxNorm) = (value, value)
    }

    private func note(_ event: Event, _ session: String?, _ id: Int) {
        let key = "\(session ?? "") \(id)"
        if session != nil, answers[key] != nil { faults.append("a second answer to command \(id)") }
        answers[key] = event
    }

    private func follow(_ applied: Applied) {
        note(.applied(applied), applied.session, applied.id)
        let next = lastStep + 1
        switch applied.request {
        case .set("max_norm", .number(let value)):
            if applied.step != changedAt { earlierMaxNorm = maxNorm }
            if let maxNorm, applied.previous != .number(maxNorm) {
                faults.append("\(applied) does not name what it replaced, \(maxNorm)")
            }
            (maxNorm, changedAt) = (value, applied.step)
        case .pause: barrier = applied.step
        case .resume: barrier = nil
        case .advance(let count): barrier = applied.step + count
        case .rewind(let step):
            lastStep = step
            return
        default: break
        }
        // Of a thinned or shed history steps may be missing, but none may come twice.
        if applied.step < next { faults.append("\(applied) is said to be in force before step \(next), which is next") }
    }

    private func follow(_ record: StepRecord) {
        lastStep = record.step
        if let barrier, record.step >= barrier {
            faults.append("step \(record.step) of a run that is held at \(barrier)")
        }
        guard let maxNorm, let recorded = record.maxNorm else { return }
        let inForce = record.step >= changedAt ? maxNorm : earlierMaxNorm
        if recorded != inForce {
            faults.append("step \(record.step) has max_norm \(recorded), and \(inForce ?? .nan) is in force")
        }
    }
}
