import Links
import Telemetry

/// A run of this process as a screen's event source.
final class TrainerSource: EventSource {
    private let run: LiveRun
    /// Events polled from the run; those from `next` on have not been passed on.
    private var waiting: [Event] = []
    private var next = 0
    private var status = LinkStatus.open

    init(_ run: LiveRun) { self.run = run }

    var readiness: Int32? { status.isOver ? nil : run.screen?.readiness }

    func poll(limit: Int, into arrival: inout Arrival) {
        arrival.events.removeAll()
        if next == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            run.screen?.drain(into: &waiting)
            next = 0
        }
        let end = min(waiting.count, next + limit)
        while next < end {
            if case .end = waiting[next] { status = .ended }
            arrival.events.receive(waiting[next])
            next += 1
        }
        arrival.hasMore = next < waiting.count
        arrival.shedSteps = run.screen?.shedSteps ?? 0
        arrival.status = status
    }

    func send(_ command: Command) throws(LinkError) {
        guard !status.isOver else { throw LinkError("the run has ended") }
        run.send(command)
    }

    /// Closes the link only; the run continues.
    func close() { status = .ended }
}
