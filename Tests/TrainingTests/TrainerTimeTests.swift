import Dispatch
import Glibc
import Telemetry
import Testing

@testable import Training

@Suite(.serialized)
struct TrainerTimeTests {
    /// The processor time of this thread, in seconds.
    private var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    @Test func `a pace is kept, and no more`() {
        var run = TinyRun()
        run.plan.pace = 200
        let times = run.events().records.map(\.time)
        // Nineteen waits of 5 ms; a busy machine may only be slower.
        #expect(times.last! - times.first! > 0.085)
    }

    @Test(
        arguments: [true, false]
    )
    func `a wait for the pace, and a hold, end at once when a command comes, and neither spins`(held: Bool) {
        var run = TinyRun()
        run.plan.pace = held ? 0 : 0.01
        let commands = Mailbox<Command>()
        var events: [Event] = []
        let before = processorTime
        let trainer: Trainer<Float> = run.trainer()
        trainer.run(commands: commands, isWatched: true) { event in
            events.append(event)
            guard event.isStep(1) else { return }
            if held { commands.post(Command(id: 1, request: .pause, by: "test")) }
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) {
                commands.post(Command(id: 2, request: .stop, by: "test"))
            }
        }
        #expect(events.end == End(outcome: .stopped, step: 1))
        #expect(processorTime - before < 0.1)
        #expect(events.records.count == 1)
    }

    @Test(arguments: [1000.0, 0])
    func `a pace that is raised, or taken away, while the trainer waits holds at once`(pace: Double) {
        var run = TinyRun()
        run.plan.steps = 3
        run.plan.pace = 0.01
        let commands = Mailbox<Command>()
        var events: [Event] = []
        run.trainer(Float.self).run(commands: commands, isWatched: true) { event in
            events.append(event)
            guard event.isStep(1) else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) {
                commands.post(Command(id: 1, request: .set(name: "pace", value: .number(pace)), by: "test"))
            }
        }
        let request = Request.set(name: "pace", value: .number(pace))
        #expect(events.answers == [Applied(id: 1, step: 2, request: request, previous: .number(0.01), by: "test")])
        #expect(events.end?.outcome == .finished)
        #expect(events.records.last!.time < 20)
    }

    @Test func `a wait for a step that is due in an age ends with a command`() {
        var run = TinyRun()
        run.plan.pace = .leastNonzeroMagnitude
        let events = run.events { $0.isStep(1) ? [.stop] : [] }
        #expect(events.end == End(outcome: .stopped, step: 1))
    }

    @Test(arguments: [-1, .nan, .infinity])
    func `a pace is a number of steps, or as fast as it goes`(pace: Double) {
        let trainer = TinyRun().trainer(Float.self)
        #expect(throws: SettingError.self) { try trainer.set("pace", to: .number(pace)) }
        #expect(trainer.gate.settings.pace == 0)
    }
}
