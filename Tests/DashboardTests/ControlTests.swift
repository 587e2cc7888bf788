import Telemetry
import Testing

@testable import Dashboard

@Suite struct ControlTests {
    func running() -> Workspace {
        SampleRun(steps: 20, spike: nil, ends: false).dashboard()
    }

    func press(_ keys: [Key], on dashboard: inout Workspace) -> [Workspace.Effect] {
        keys.flatMap { dashboard.update(.key($0)) }
    }

    func press(_ text: String, on dashboard: inout Workspace) -> [Workspace.Effect] {
        press(text.map { .character($0) }, on: &dashboard)
    }

    func requests(_ effects: [Workspace.Effect]) -> [Request] {
        effects.compactMap { if case .send(let command, _) = $0 { command.request } else { nil } }
    }

    @Test(
        arguments: [
            (" ", [Request.pause]), ("n", [.advance(1)]), ("N", [.advance(10)]),
            ("]", [.set(name: "max_norm", value: .number(1.25))]), ("[", [.set(name: "max_norm", value: .number(0.8))]),
            ("}", [.set(name: "lr", value: .number(0.125))]), ("{", [.set(name: "lr", value: .number(0.08))]),
            ("t", []), ("u", []),
            ("sy", [.stop]), ("sn", []), ("s", []), ("x", []),
        ]
    )
    func `keys ask the run`(keys: String, expected: [Request]) {
        var dashboard = running()
        #expect(requests(press(keys, on: &dashboard)) == expected)
    }

    @Test func `ten times up and down comes back`() {
        var dashboard = running()
        let sent = requests(
            press(String(repeating: "]", count: 10) + String(repeating: "[", count: 10), on: &dashboard)
        )
        #expect(sent.last == .set(name: "max_norm", value: .number(1)))
    }

    @Test func `quick keys mean what the run will be`() {
        var dashboard = running()
        #expect(requests(press("  ", on: &dashboard)) == [.pause, .resume])
        #expect(requests(press(" N ", on: &dashboard)) == [.pause, .advance(10), .pause])
    }

    @Test func `often up and down comes back`() {
        var dashboard = running()
        let sent = requests(
            press(String(repeating: "]", count: 40) + String(repeating: "[", count: 40), on: &dashboard)
        )
        #expect(sent.last == .set(name: "max_norm", value: .number(1)))
    }

    @Test func `blanks around a number do not matter`() {
        var dashboard = running()
        _ = press("m  2 ", on: &dashboard)
        #expect(requests(press([.enter], on: &dashboard)) == [.set(name: "max_norm", value: .number(2))])
    }

    @Test func `a question is left by any other key`() {
        var dashboard = running()
        #expect(requests(press("sxy", on: &dashboard)).isEmpty && dashboard.question == nil)
    }

    @Test func `a prompt ends with its run`() {
        var dashboard = running()
        _ = press("m5", on: &dashboard)
        _ = dashboard.update(.event(.end(End(outcome: .finished, step: 20))))
        #expect(dashboard.prompt == nil)
    }

    @Test(arguments: [12, 20, 30, 45]) func `prompts and questions fit narrow screens`(columns: Int) {
        var dashboard = running()
        _ = press("m123456789012345678901234567890", on: &dashboard)
        let typing = dashboard.render(columns: columns, rows: 12)
        #expect(typing.lines[11].hasSuffix("0") || typing.lines[11].contains("0 "))
        #expect((typing.cursor?.column ?? 99) < columns)
        _ = press([.escape], on: &dashboard)
        _ = press("s", on: &dashboard)
        #expect(dashboard.render(columns: columns, rows: 12).lines[11].contains("y stop"))
    }

    @Test func `a typed value is set by enter`() {
        var dashboard = running()
        #expect(press("m9.9", on: &dashboard).isEmpty)
        let sent = requests(
            press([.control("u"), .character("0"), .character("."), .character("5"), .enter], on: &dashboard)
        )
        #expect(sent == [.set(name: "max_norm", value: .number(0.5))])
        #expect(dashboard.prompt == nil)
    }

    @Test func `esc leaves the value as it was`() {
        var dashboard = running()
        _ = press("m5", on: &dashboard)
        #expect(press([.escape], on: &dashboard).isEmpty)
        #expect(dashboard.prompt == nil)
    }

    @Test(
        arguments: [
            ("-1", "max_norm must not be negative (got -1)"), ("nan", "max_norm must be a number (got NaN)"),
            ("abc", "'abc' is not a number"), ("1e999", "'1e999' is not a number"), ("0x10", "'0x10' is not a number"),
            ("", "type a number"),
        ]
    )
    func `a bad value is explained and not sent`(text: String, complaint: String) {
        var dashboard = running()
        _ = press("m" + text, on: &dashboard)
        #expect(press([.enter], on: &dashboard).isEmpty)
        #expect(dashboard.prompt?.complaint == complaint)
    }

    @Test func `what the run does not accept is explained and not sent`() {
        var dashboard = running()
        _ = press("linf", on: &dashboard)
        #expect(press([.enter], on: &dashboard).isEmpty)
        #expect(dashboard.prompt?.complaint == "lr must be finite (got Infinity)")
        #expect(press([.escape], on: &dashboard).isEmpty)
        let sent = requests(press("l1.7e308", on: &dashboard) + press([.enter, .character("y")], on: &dashboard))
        #expect(sent == [.set(name: "lr", value: .number(1.7e308))])
        // The next factor of 1.25 leaves the numbers that a Double holds.
        #expect(press("}", on: &dashboard).isEmpty)
        #expect(dashboard.pending.count == 1)
    }

    @Test func `the screen shows no value the run has not confirmed`() {
        var dashboard = running()
        _ = press("]", on: &dashboard)
        #expect(dashboard.state.number("max_norm") == 1)
        #expect(dashboard.pending.count == 1)
        let applied = Applied(
            id: 1,
            step: 21,
            request: .set(name: "max_norm", value: .number(1.25)),
            previous: .number(1),
            by: "dashboard",
            session: "test"
        )
        _ = dashboard.update(.event(.applied(applied)))
        #expect(dashboard.state.number("max_norm") == 1.25)
        #expect(dashboard.pending.isEmpty)
    }

    @Test func `an answer to somebody else settles nothing of ours`() {
        var dashboard = running()
        _ = press("]", on: &dashboard)
        _ = dashboard.update(.event(.applied(Applied(id: 1, step: 21, request: .pause, by: "agent"))))
        #expect(dashboard.pending.count == 1)
        #expect(dashboard.state.phase == .paused)
    }

    @Test func `a refusal is shown`() {
        var dashboard = running()
        _ = press("]", on: &dashboard)
        let refusal = Rejected(id: 1, request: .pause, reason: "because", by: "dashboard", session: "test")
        _ = dashboard.update(.event(.rejected(refusal)))
        #expect(dashboard.message?.text == "because")
        #expect(dashboard.pending.isEmpty)
        #expect(dashboard.state.number("max_norm") == 1)
    }

    @Test func `space resumes what is paused`() {
        var dashboard = running()
        _ = dashboard.update(.event(.applied(Applied(id: 9, step: 21, request: .pause, by: "dashboard"))))
        #expect(requests(press(" ", on: &dashboard)) == [.resume])
    }

    @Test func `advancing ends in a pause`() {
        var dashboard = running()
        _ = dashboard.update(.event(.applied(Applied(id: 9, step: 21, request: .advance(2), by: "dashboard"))))
        #expect(dashboard.state.phase == .advancing(until: 23))
        _ = dashboard.update(.event(.step(StepRecord(step: 21, time: 1))))
        #expect(dashboard.state.phase == .advancing(until: 23))
        _ = dashboard.update(.event(.step(StepRecord(step: 22, time: 1))))
        #expect(dashboard.state.phase == .paused)
    }

    @Test func `quitting a run of ours asks and stops it first`() {
        var dashboard = running()
        #expect(press("q", on: &dashboard).isEmpty)
        #expect(press([.escape], on: &dashboard).isEmpty)
        #expect(dashboard.question == nil)
        #expect(requests(press([.control("c"), .character("s")], on: &dashboard)) == [.stop])
        let effects = dashboard.update(.event(.end(End(outcome: .stopped, step: 20))))
        #expect(effects == [.quit])
    }

    @Test func `what is over is left at once`() {
        var dashboard = SampleRun(steps: 5, spike: nil).dashboard()
        #expect(press("q", on: &dashboard) == [.quit])
    }

    @Test func `nothing can be changed once a run is over`() {
        var dashboard = SampleRun(steps: 5, spike: nil).dashboard()
        #expect(press(" ]}tnNs", on: &dashboard).isEmpty)
        #expect(dashboard.message != nil)
    }

    @Test func `a recording cannot be changed and says so`() {
        var dashboard = SampleRun(steps: 5, ends: false).recording()
        #expect(press("t", on: &dashboard).isEmpty)
        #expect(dashboard.message?.text == "this is a recording; settings cannot be changed")
    }

    @Test(
        arguments: [
            (" ", PlaybackAction.pauseOrPlay), (",", .step(-1)), (".", .step(1)), ("+", .faster), ("-", .slower),
            ("<", .seek(-0.05)), (">", .seek(0.05)), ("e", .next(.timelineEntry)), ("E", .previous(.timelineEntry)),
            ("b", .next(.evaluation)), ("B", .previous(.evaluation)), ("L", .toggleLoop),
        ]
    )
    func `playback keys play`(key: String, action: PlaybackAction) {
        #expect(Keymap.action(.character(Character(key)), on: .recording) == .play(action))
        var dashboard = SampleRun(steps: 5, ends: false).recording()
        #expect(press(key, on: &dashboard).isEmpty)
        var player = SampleRun(steps: 5, ends: false).recording().session.player
        player?.perform(action)
        #expect(dashboard.session.player?.status == player?.status)
        #expect(dashboard.state == player?.state)
    }

    @Test func `go to asks for the step`() {
        var dashboard = SampleRun(steps: 150, ends: false).recording()
        #expect(press("g120", on: &dashboard).isEmpty && dashboard.state.latest?.step == 150)
        #expect(press([.enter], on: &dashboard).isEmpty && dashboard.state.latest?.step == 120)
    }

    @Test func `every key of the table is in the help and does something`() {
        for subject in [Keymap.Subject.run, .recording] {
            var dashboard =
                (subject == .run
                    ? SampleRun(steps: 500, ends: false).dashboard() : SampleRun(steps: 500, ends: false).recording())
            _ = dashboard.update(.key(.character("?")))
            let screen = dashboard.render(columns: 100, rows: 100).lines.joined(separator: "\n")
            for binding in Keymap.bindings where binding.section.subjects.contains(subject) {
                let words = binding.help.split(separator: " ").map(String.init)
                #expect(screen.contains(binding.label) && words.allSatisfy(screen.contains), "\(binding.label)")
                for (key, action) in binding.keys { #expect(Keymap.action(key, on: subject) == action) }
            }
        }
    }

    @Test func `control l repaints whatever is open`() {
        for opening in ["", "m5", "s", "?"] {
            var dashboard = running()
            _ = press(opening, on: &dashboard)
            let (prompt, question) = (dashboard.prompt, dashboard.question)
            #expect(press([.control("l")], on: &dashboard) == [.repaint])
            #expect(dashboard.prompt == prompt && dashboard.question == question)
        }
    }

    @Test func `pace goes by twos and ends in max`() {
        func paces(_ keys: String, from pace: Double) -> [Double] {
            var dashboard = SampleRun(steps: 20, spike: nil, ends: false, pace: pace).dashboard()
            return requests(press(keys, on: &dashboard)).compactMap {
                if case .set("pace", .number(let pace)) = $0 { pace } else { nil }
            }
        }
        #expect(paces("+--", from: 60) == [120, 60, 30])
        #expect(paces("+-", from: 4000) == [0, 5000])
        #expect(paces("+", from: 0) == [0])
        var plain = running()
        #expect(press("+", on: &plain).isEmpty)
        #expect(plain.message?.text == "the pace of this run cannot be changed")
    }

    @Test func `messages go away`() {
        var dashboard = running()
        _ = dashboard.update(.tick(100))
        dashboard.notify("look")
        dashboard.wasDrawn()
        _ = dashboard.update(.tick(101))
        #expect(dashboard.message != nil && !dashboard.needsDrawing)
        _ = dashboard.update(.tick(105))
        #expect(dashboard.message == nil && dashboard.needsDrawing)
    }
}
