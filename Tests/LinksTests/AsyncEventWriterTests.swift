import Dispatch
import Synchronization
import Telemetry
import Testing

@testable import Links

/// One sink does not hold up another, and what was taken is written.
@Suite(.timeLimit(.minutes(5))) struct AsyncEventWriterTests {
    /// Keeps what it gets; one that is stuck takes nothing until it is let go.
    private final class Keeper: Sendable {
        private let kept = Mutex<[Event]>([])
        private let gate = DispatchSemaphore(value: 0)
        private let isHeld = Atomic<Bool>(false)
        private let isStuck: Bool

        init(isStuck: Bool = false) {
            self.isStuck = isStuck
        }

        var events: [Event] { kept.withLock { $0 } }
        func letGo() { gate.signal() }

        func append(_ event: Event) {
            if isStuck {
                isHeld.store(true, ordering: .releasing)
                gate.wait()
                gate.signal()
            }
            kept.withLock { $0.append(event) }
        }

        /// Waits until it stands still over an event.
        func stands() async throws {
            while !isHeld.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(5)) }
        }

        /// Waits until it has this number of events.
        func has(_ count: Int) async throws {
            while events.count < count { try await Task.sleep(for: .milliseconds(5)) }
        }

        func writer(patience: Double = 60) -> AsyncEventWriter {
            AsyncEventWriter("keeper", patience: patience, { Sink(keeper: self) }, onError: { _ in })
        }
    }

    private final class Sink: EventSink {
        let keeper: Keeper
        init(keeper: Keeper) { self.keeper = keeper }
        var failure: SinkError? { nil }
        func append(_ event: Event) { keeper.append(event) }
        func flush() {}
    }

    private let run = Event.run(Run(name: "run"))
    private func step(_ number: Int, layers: Int = 0) -> Event {
        var record = StepRecord(step: number, time: 0, loss: 1)
        record.layers = Array(repeating: NamedNumber("layer", 1), count: layers)
        return .step(record)
    }

    @Test func `a sink that stalls holds up no other`() async throws {
        let (stuck, free) = (Keeper(isStuck: true), Keeper())
        let writers = AsyncEventWriters([stuck.writer(patience: 0), free.writer()])
        let events = [run] + (1...2000).map { step($0) }
        for event in events { writers.append(event) }
        try await free.has(events.count)
        #expect(free.events == events && stuck.events.isEmpty)
        // Made to leave, the program has an end in what can be written.
        #expect(!writers.abandon())
        #expect(free.events == events + [.end(End(outcome: .stopped, step: 2000))])
        stuck.letGo()
        writers.close { _ in }
        #expect(stuck.events == free.events)
    }

    @Test func `a run waits for a sink that is far behind unless it is to end`() async throws {
        let (stuck, free) = (Keeper(isStuck: true), Keeper())
        let writer = stuck.writer()
        let writers = AsyncEventWriters([writer, free.writer()])
        // Each takes 2.4 MB, and 64 MB may wait.
        let large = step(1, layers: 100_000)
        writers.append(large)
        try await stuck.stands()
        var waiting = 0
        while writer.append(large) { waiting += 1 }
        #expect((20...30).contains(waiting))

        let hasTaken = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            writers.append(step(2))
            hasTaken.signal()
        }
        // The other sink has it although the run still waits.
        try await free.has(2)
        #expect(hasTaken.wait(timeout: .now()) == .timedOut)
        writers.liftLimit()
        while hasTaken.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(5)) }
        stuck.letGo()
        writers.close { _ in }
        #expect(stuck.events.count == waiting + 3 && stuck.events.dropLast().last == step(2))
    }

    @Test func `an end is reported once and where the run stands`() {
        func written(_ events: [Event]) -> [Event] {
            let keeper = Keeper()
            let writers = AsyncEventWriters([keeper.writer()])
            for event in events { writers.append(event) }
            writers.close { _ in }
            return keeper.events
        }
        let end = Event.end(End(outcome: .failed, step: 2, reason: "it did"))
        #expect(written([]) == [])
        #expect(written([run, step(1), step(2), end]) == [run, step(1), step(2), end])
        #expect(written([run]).last == .end(End(outcome: .stopped, step: 0)))
        var resumed = Run(name: "run")
        resumed.resumed = Resumed(step: 40, path: "p")
        #expect(written([.run(resumed)]).last == .end(End(outcome: .stopped, step: 40)))
        let rewind = Event.applied(Applied(id: 1, step: 2, request: .rewind(to: 1), from: 3, by: "test"))
        #expect(written([run, step(1), step(2), step(3), rewind]).last == .end(End(outcome: .stopped, step: 1)))
    }

    @Test func `what comes after the last is dropped`() {
        let keeper = Keeper()
        let writers = AsyncEventWriters([keeper.writer()])
        writers.append(step(1))
        writers.close { _ in }
        writers.append(step(2))
        #expect(writers.abandon())
        #expect(keeper.events == [step(1), .end(End(outcome: .stopped, step: 1))])
    }
}
