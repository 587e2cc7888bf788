import ArgumentParser
import Links
import Recipes
import Telemetry
import Testing
import Training
import YAML

@testable import trimtab

/// Alarms of runs of this process, and what is done about them.
@Suite(.timeLimit(.minutes(5))) struct RunAlarmTests {
    private static let demos =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/demos"

    @Test func `a run is paused by an alarm`() throws {
        let prepared = try PreparedRun(Recipe(file: "\(Self.demos)/bad-batch.yaml", overrides: Overrides()))
        let trainer: Trainer<Float> = try prepared.makeTrainer()
        try trainer.set("pace", to: .number(0))
        var answers = AlarmAnswers()
        answers.responses[.normSpike] = .pause
        answers.responses[.lossSpike] = .off
        let run = LiveRun(
            trainer,
            name: "alarm",
            recording: nil,
            writers: AsyncEventWriters([]),
            isWatched: true,
            alarms: answers
        )
        let source = TrainerSource(run)
        var arrival = Arrival()
        var events: [Event] = []
        while !events.contains(where: { if case .applied = $0 { true } else { false } }) {
            source.poll(limit: 1000, into: &arrival)
            events += arrival.events.others.map(\.event)
            // A wake-up that is not urgent may be left to the next look, as a screen has it.
            if !arrival.hasMore { waitForEvents(of: [source], seconds: 0.05) }
        }
        guard case .run(let opening)? = events.first, case .applied(let applied)? = events.last else {
            Issue.record("no run, or no answer")
            return
        }
        #expect(opening.reportsAlarms)
        let declared = opening.settings.first { $0.name == "alarms.norm_spike" }
        #expect(declared?.value == .word("pause") && declared?.choices == AlarmResponse.allCases.map(\.rawValue))
        #expect(applied.request == .pause && applied.by == "alarm" && applied.step == 301)
        let raised = events.compactMap { event in
            if case .alarm(let report) = event, report.state == .raised { report.rule } else { nil }
        }
        #expect(raised.contains(.normSpike) && !raised.contains(.lossSpike))
        run.stop(by: "test")
        #expect(run.wait().outcome == .stopped)
    }

    @Test func `an operator chooses what is done while it runs`() throws {
        var alarms = RunAlarms(AlarmResponses(), nil)
        var commands: [Command] = []
        func observe(_ event: Event) -> [AlarmReport] { alarms.observe(event) { commands.append($0) } }
        func set(_ response: AlarmResponse, step: Int) -> [AlarmReport] {
            let request = Request.set(name: "alarms.dead_units", value: .word(response.rawValue))
            return observe(.applied(Applied(id: 1, step: step, request: request, by: "test")))
        }
        func steps(_ steps: ClosedRange<Int>, dead: Double) -> [AlarmReport] {
            steps.flatMap { number in
                var step = StepRecord(step: number, time: Double(number), loss: 1)
                (step.deadUnits, step.deadLayers) = (dead, [NamedNumber("hidden", dead)])
                return observe(.step(step))
            }
        }
        _ = observe(.run(Run(name: "a")))
        #expect(steps(1...20, dead: 0.9).map(\.state) == [.raised, .lasting])
        // Switched off it is over for those who see it, and on again it still lasts.
        #expect(set(.off, step: 21).map(\.state) == [.over])
        #expect(steps(21...200, dead: 0.9).isEmpty)
        #expect(set(.pause, step: 201).map(\.state) == [.lasting] && commands.isEmpty)
        #expect(steps(201...201, dead: 0).map(\.state) == [.over])
        #expect(steps(202...240, dead: 0.9).first?.state == .raised)
        #expect(commands.map(\.request) == [.pause])
    }

    private func answers(_ arguments: String..., configuration: Configuration = Configuration()) throws -> AlarmAnswers
    {
        try AlarmOptions.parse(arguments).answers(configuration)
    }

    @Test func `options go before the configuration`() throws {
        let text = "alarms:\n  plateau: bell\n  stall: off\non_alarm: a b\n"
        let configuration = try Configuration.parse(text, path: "c.yaml")
        var found = try answers("--alarm", "plateau=off", configuration: configuration)
        #expect(found.responses[.plateau] == .off && found.responses[.stall] == .off)
        #expect(found.responses[.normSpike] == .note && found.command == "a b")
        found = try answers("--on-alarm", "c", configuration: configuration)
        #expect(found.responses[.plateau] == .bell && found.command == "c")
        #expect(throws: DocumentError.self) { try Configuration.parse("alarms: {plateau: loud}", path: "c.yaml") }
        #expect(throws: DocumentError.self) { try Configuration.parse("alarms: {plateaus: off}", path: "c.yaml") }
    }

    @Test(arguments: ["plateau", "plateau=", "plateau=loud", "=off", "plateaus=off"])
    func `bad choices are refused`(choice: String) {
        #expect(throws: BadInput.self) { try answers("--alarm", choice) }
    }

    @Test func `the command has the alarm in its environment`() throws {
        let report = AlarmReport(.deadUnits, subject: "a\u{1b}b", since: 300, step: 350, value: 0.97)
        let environment = AlarmCommand.environment(report, run: "r")
        let expected = [
            "RULE": "dead_units", "TITLE": "dead units in a?b", "SEVERITY": "warning", "SUBJECT": "a?b", "STEP": "350",
            "SINCE": "300", "VALUE": "0.97", "RUN": "r",
        ]
        for (name, value) in expected { #expect(environment["TRIMTAB_ALARM_\(name)"] == value) }
        #expect(environment["TRIMTAB_ALARM_USUAL"] == nil)
    }
}
