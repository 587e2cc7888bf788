import Telemetry
import Testing

@testable import Dashboard

/// What is done about alarms: chosen on the screen, and done.
@Suite struct AlarmRulesTests {
    /// A run with a spike of the norm at step 300, which is over.
    ///
    /// - Parameters:
    ///   - declares: whether the run finds its alarms itself, and declares what is done about them.
    static func workspace(
        declares: Bool = false,
        abilities: Set<Ability> = Set(Ability.allCases),
        isReadOnly: Bool = false,
        responses: AlarmResponses = AlarmResponses()
    ) -> Workspace {
        let session = RunSession(.ofTests, state: RunState(responses))
        var workspace = Workspace(session, glyphs: .braille, isReadOnly: isReadOnly)
        let settings = AlarmRule.all.map { rule in
            Setting(
                name: rule.setting,
                value: .word(rule.defaultResponse.rawValue),
                choices: AlarmResponse.allCases.map(\.rawValue)
            )
        }
        var run = Run(name: "a", settings: declares ? settings : [], abilities: abilities, reportsAlarms: declares)
        run.isScaleInvariant = true
        var events: [Event] = [.run(run)]
        for step in 1...320 {
            events.append(.step(Self.step(step, norm: step == 300 ? 317 : 0.4 + 0.001 * Double(step % 50))))
            guard step == 300, declares else { continue }
            var spike = AlarmReport(.normSpike, since: 300, step: 300, value: 317, usual: 0.46)
            events.append(.alarm(spike))
            spike.state = .over
            events.append(.alarm(spike))
        }
        _ = workspace.update(.arrived(Arrival(events, status: .catchingUp)))
        return workspace
    }

    private static func step(_ step: Int, norm: Double) -> StepRecord {
        StepRecord(step: step, time: Double(step) * 0.1, loss: 1, gradNorm: norm)
    }

    private func press(_ keys: [Key], on workspace: inout Workspace) -> [Workspace.Effect] {
        keys.flatMap { workspace.update(.key($0)) }
    }

    /// The row of the norm's spikes among the rules.
    private func row(_ workspace: Workspace) -> String {
        workspace.render(columns: 80, rows: 24).lines.first { $0.contains("▸") } ?? ""
    }

    private static let toSpikes: [Key] = [.character("a"), .down, .down]

    @Test func `a viewer chooses for itself`() {
        var workspace = Self.workspace()
        #expect(press(Self.toSpikes, on: &workspace).isEmpty)
        #expect(row(workspace).contains("gradient norm spike") && row(workspace).contains("[note]"))
        #expect(press([.right], on: &workspace).isEmpty && row(workspace).contains("[bell]"))
        #expect(press([.right, .right, .right], on: &workspace).isEmpty && row(workspace).contains("[pause]"))
        #expect(press([.enter], on: &workspace).isEmpty && row(workspace).contains("[off]"))
        #expect(workspace.state.alarms.entries.isEmpty)
        #expect(press([.right], on: &workspace).isEmpty)
        #expect(workspace.state.alarms.entries.map(\.report.rule) == [.normSpike])
    }

    @Test func `a run that answers its alarms is asked`() throws {
        var workspace = Self.workspace(declares: true)
        let effects = press(Self.toSpikes + [.right, .right], on: &workspace)
        let requests = effects.compactMap { if case .send(let command, _) = $0 { command.request } else { nil } }
        #expect(
            requests == ["bell", "pause"].map { Request.set(name: "alarms.norm_spike", value: .word($0)) }
        )
        // What the run has not confirmed is not shown as in force.
        #expect(row(workspace).contains("[note]"))
        let commands = workspace.pending
        for command in commands { _ = workspace.update(.event(.applied(Applied(command, step: 321)))) }
        #expect(row(workspace).contains("[pause]") && workspace.state.alarms.responses[.normSpike] == .pause)
        let undo = press([.character("u")], on: &workspace)
        #expect(undo.contains { if case .send(let command, _) = $0 { command.request == requests[0] } else { false } })
    }

    @Test func `the list of alarms changes the rule of the chosen one`() {
        var workspace = Self.workspace()
        let effects = press([.character("A"), .right], on: &workspace)
        #expect(effects.isEmpty && workspace.state.alarms.responses[.normSpike] == .bell)
        let screen = workspace.render(columns: 110, rows: 34).lines.joined(separator: "\n")
        #expect(screen.contains("norm_spike  off  note [bell] pause"), "\(screen)")
    }

    @Test func `what cannot be chosen says why`() {
        func message(_ workspace: Workspace) -> String { workspace.render(columns: 110, rows: 34).lines.last ?? "" }
        var workspace = Self.workspace(isReadOnly: true)
        #expect(press(Self.toSpikes + [.right, .right], on: &workspace).isEmpty)
        #expect(message(workspace).contains("read-only") && workspace.state.alarms.responses[.normSpike] == .bell)

        workspace = Self.workspace(abilities: [])
        #expect(press(Self.toSpikes + [.right, .right], on: &workspace).isEmpty)
        #expect(message(workspace).contains("this run cannot pause"))

        workspace = .recording(SampleRun(steps: 640).events)
        #expect(press(Self.toSpikes + [.right], on: &workspace).isEmpty)
        #expect(message(workspace).contains("a recording only shows its alarms"))
        #expect(workspace.state.alarms.entries.contains { $0.report.rule == .normSpike })
        #expect(press([.left], on: &workspace).isEmpty)
        #expect(!workspace.state.alarms.entries.contains { $0.report.rule == .normSpike })
    }

    @Test func `a player hides what is configured off`() {
        var responses = AlarmResponses()
        responses[.normSpike] = .off
        for responses in [responses, AlarmResponses()] {
            var player = Player(Playback(speed: .infinity), responses: responses)
            player.append(Arrival(recorded: SampleRun(steps: 640).events, status: .ended))
            player.tick(seconds: 0)
            #expect(player.isCatchingUp == false)
            let rules = player.state.alarms.entries.map(\.report.rule)
            #expect(rules.contains(.normSpike) == (responses[.normSpike] != .off) && rules.contains(.lossSpike))
        }
    }

    // MARK: What is done

    private static let rings: [Workspace.Effect] = [.bell]

    private func answers(_ workspace: inout Workspace, _ events: [Event]) -> [Workspace.Effect] {
        workspace.update(.arrived(Arrival(events, status: .open))).filter { $0 != .recall(run: "a") }
    }

    @Test(arguments: AlarmResponse.allCases) func `an alarm is answered once`(response: AlarmResponse) throws {
        var responses = AlarmResponses()
        (responses[.normSpike], responses[.plateau]) = (response, .off)
        var workspace = Self.workspace(responses: responses)
        // What was raised before the screen opened is history.
        #expect(answers(&workspace, []).isEmpty)
        var effects = answers(&workspace, [.step(Self.step(321, norm: 400))])
        effects += answers(&workspace, [.step(Self.step(322, norm: 500))])
        let alarms = effects.count { if case .alarm(let report, 0) = $0 { report.rule == .normSpike } else { false } }
        #expect(alarms == (response == .off ? 0 : 1))
        #expect(effects.count { $0 == .bell } == (response >= .bell ? 1 : 0))
        let commands = effects.compactMap { if case .send(let command, 0) = $0 { command } else { nil } }
        #expect(commands.map(\.request) == (response == .pause ? [.pause] : []))
        #expect(commands.allSatisfy { $0.by == "alarm" && $0.session == "test" })
    }

    @Test func `a run that watches itself is not paused from here`() {
        var responses = AlarmResponses()
        responses[.normSpike] = .pause
        var workspace = Workspace(RunSession(.ofTests, state: RunState(responses)), glyphs: .ascii)
        let run = Run(name: "a", abilities: [.pause], reportsAlarms: true)
        let spike = Event.alarm(AlarmReport(.normSpike, since: 1, step: 1, value: 317))
        let effects = answers(&workspace, [.run(run), .step(Self.step(1, norm: 317)), spike])
        #expect(effects.contains(.bell))
        #expect(!effects.contains { if case .send = $0 { true } else { false } })
    }

    @Test func `a run that stalls rings`() {
        var workspace = Self.workspace(declares: true)
        #expect(answers(&workspace, [.step(Self.step(321, norm: 0.4))]).isEmpty)
        var effects: [Workspace.Effect] = []
        for second in 0..<40 { effects += workspace.update(.tick(Double(second))) }
        #expect(workspace.state.alarms.active.map(\.rule) == [.stall])
        #expect(effects.count { $0 == .bell } == 1)
        // While nobody looked, as while the program is suspended, no time has passed.
        workspace = Self.workspace(declares: true)
        _ = answers(&workspace, [.step(Self.step(321, norm: 0.4))])
        for second in [0.0, 1, 100, 101] { effects = workspace.update(.tick(second)) }
        #expect(workspace.state.alarms.active.isEmpty)
    }
}
