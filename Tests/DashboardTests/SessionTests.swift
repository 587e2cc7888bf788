import Telemetry
import Testing

@testable import Dashboard

/// Several screens of one run, several runs on one screen, and links that end or break.
@Suite struct SessionTests {
    private static func screen(_ session: String, _ events: [Event]) -> Workspace {
        var workspace = Workspace(RunSession(Signature(session: session)), glyphs: .braille)
        _ = workspace.update(.arrived(Arrival(events, status: .open)))
        return workspace
    }

    private static func press(_ keys: String, on workspace: inout Workspace) -> [Command] {
        keys.flatMap { workspace.update(.key(.character($0))) }
            .compactMap { if case .send(let command, _) = $0 { command } else { nil } }
    }

    private static let events = SampleRun(steps: 500, ends: false).events

    /// Two screens ask the same run, each under the number 1; the run answers the second one.
    static func twoScreens() -> (Workspace, Workspace) {
        var (one, other) = (screen("a", events), screen("b", events))
        _ = press("]", on: &one)
        let asked = press("[", on: &other)
        for command in asked {
            let answer = Arrival([.applied(Applied(command, step: 501))], status: .open)
            _ = one.update(.arrived(answer))
            _ = other.update(.arrived(answer))
        }
        return (one, other)
    }

    static func brokenLink() -> Workspace {
        var workspace = screen("a", events)
        _ = press("] n", on: &workspace)
        _ = workspace.update(.arrived(Arrival(status: .broken("connection lost: the run is gone"))))
        return workspace
    }

    @Test func `each screen settles its own commands`() {
        let (one, other) = Self.twoScreens()
        #expect(one.pending.map(\.id) == [1] && other.pending.isEmpty)
        // What the run has confirmed both show.
        #expect(one.state.number("max_norm") == 0.4 && other.state.number("max_norm") == 0.4)
    }

    @Test func `what a broken link leaves unanswered is unknown`() {
        let workspace = Self.brokenLink()
        #expect(workspace.pending.isEmpty)
        #expect(workspace.session.commands.unknown.count == 3)
        #expect(workspace.message?.text == "3 commands never confirmed: they may have taken effect")
        #expect(workspace.state.phase == .disconnected)
    }

    @Test func `what a run leaves unanswered at its end is unknown`() {
        var workspace = Self.screen("a", Self.events)
        _ = Self.press("]", on: &workspace)
        _ = workspace.update(.event(.end(End(outcome: .finished, step: 500))))
        #expect(workspace.pending.isEmpty && workspace.session.commands.unknown.map(\.id) == [1])
        let rows = workspace.render(columns: 80, rows: 24).lines
        #expect(rows.contains { $0.contains("unknown max_norm 0.625") })
    }

    @Test func `a command that did not reach the run is withdrawn`() {
        var workspace = Self.screen("a", Self.events)
        let command = Self.press("]", on: &workspace)[0]
        _ = workspace.update(.undelivered(command, reason: "the run is not reading commands"))
        #expect(workspace.pending.isEmpty && workspace.session.commands.unknown.isEmpty)
        #expect(workspace.message?.text == "the run is not reading commands")
    }

    @Test func `tab shows the next run and commands go to the one shown`() {
        var workspace = Self.screen("a", Self.events)
        _ = workspace.update(.opened(RunSession(Signature(session: "b"))))
        let other = SampleRun(steps: 30, spike: nil, ends: false, name: "other").events
        _ = workspace.update(.arrived(Arrival(other, status: .open), session: 1))
        #expect(workspace.state.run?.name == "sample")
        _ = workspace.update(.key(.character("J")))
        #expect(workspace.state.run?.name == "other" && workspace.state.latest?.step == 30)
        let effects = workspace.update(.key(.character(" ")))
        #expect(effects == [.send(Command(id: 1, request: .pause, by: "dashboard", session: "b"), session: 1)])
        _ = workspace.update(.key(.character("J")))
        #expect(workspace.state.run?.name == "sample" && workspace.pending.isEmpty)
    }

    @Test func `a program of ours may be stopped or left running`() {
        var workspace = Workspace.run(leaving: .stopsOrDetaches)
        // Before it is a run, the program itself is asked to end.
        _ = workspace.update(.key(.character("q")))
        #expect(workspace.update(.key(.character("s"))) == [.stopProgram(session: 0)])
        workspace = Workspace.run(leaving: .stopsOrDetaches)
        for event in Self.events { _ = workspace.update(.event(event)) }
        _ = workspace.update(.key(.character("q")))
        #expect(workspace.update(.key(.escape)).isEmpty && workspace.question == nil)
        _ = workspace.update(.key(.character("q")))
        #expect(workspace.update(.key(.character("d"))) == [.quit])
        _ = workspace.update(.key(.character("q")))
        let stop = Command(id: 1, request: .stop, by: "dashboard", session: "test")
        #expect(workspace.update(.key(.character("s"))) == [.send(stop, session: 0)])
        #expect(workspace.update(.event(.end(End(outcome: .stopped, step: 500)))) == [.quit])
    }

    @Test func `output is seen in a pane on the whole screen or not at all`() {
        var workspace = Self.screen("a", Self.events)
        _ = workspace.update(.output((1...300).map { "epoch \($0) \u{1b}[31mdone" }))
        func shows(_ text: String) -> Bool {
            workspace.render(columns: 100, rows: 30).lines.contains { $0.contains(text) }
        }
        #expect(shows("epoch 300 ?[31mdone") && !shows("epoch 290"))
        _ = workspace.update(.key(.character("o")))
        #expect(shows("epoch 300") && shows("epoch 280") && !shows("epoch 200"))
        _ = workspace.update(.key(.home))
        #expect(shows("epoch 1 ") && !shows("epoch 300"))
        _ = workspace.update(.key(.character("o")))
        #expect(!shows("epoch 300") && shows("loss"))
    }
}
