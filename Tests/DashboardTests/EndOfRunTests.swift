import Telemetry
import Testing

@testable import Dashboard

/// A run that has had its last planned step and holds.
@Suite struct EndOfRunTests {
    private static func held(leaving: RunSession.Leaving = .stops) -> Workspace {
        var workspace = SampleRun(ends: false).dashboard(leaving: leaving)
        let pause = Applied(id: 0, step: 901, request: .pause, by: Applied.endOfRun)
        _ = workspace.update(.event(.applied(pause)))
        return workspace
    }

    @Test func `it is finished and still takes commands`() {
        var workspace = Self.held()
        #expect(workspace.state.phase == .complete && workspace.session.isLive)
        #expect(workspace.render(columns: 80, rows: 24).lines[0].contains("finished"))
        #expect(requests(workspace.update(.key(.character(" ")))) == [.resume])
        workspace = Self.held()
        #expect(requests(workspace.update(.key(.character("n")))) == [.advance(1)])
    }

    @Test func `quit ends it without a question`() {
        var workspace = Self.held()
        #expect(requests(workspace.update(.key(.character("q")))) == [.stop])
        #expect(workspace.question == nil)
        let end = workspace.update(.event(.end(End(outcome: .finished, step: 900))))
        #expect(end == [.quit])
    }

    @Test func `steps beyond the last leave it finished`() {
        var workspace = Self.held()
        _ = workspace.update(.event(.applied(Applied(id: 1, step: 901, request: .advance(2), by: "dashboard"))))
        for step in 901...902 { _ = workspace.update(.event(.step(StepRecord(step: step, time: 20)))) }
        #expect(workspace.state.phase == .complete)
    }

    @Test func `a recording is asked for where there is none`() {
        var workspace = Self.held()
        #expect(workspace.update(.key(.character("w"))) == [.writeRecording(session: 0)])
    }

    private func requests(_ effects: [Workspace.Effect]) -> [Request] {
        effects.compactMap { if case .send(let command, _) = $0 { command.request } else { nil } }
    }
}

@Suite struct StoryTests {
    private static func demo() -> Workspace {
        var workspace = Workspace.run()
        let story = Story(lookFor: "spikes in the gradient norm", press: "t, then norm")
        _ = workspace.update(.event(.run(Run(name: "demo", steps: 100, story: story))))
        return workspace
    }

    private func isShown(_ workspace: Workspace) -> Bool {
        workspace.render(columns: 80, rows: 24).lines.contains { $0.contains("look for  spikes in the gradient norm") }
    }

    @Test func `it is shown for eight seconds at the start`() {
        var workspace = Self.demo()
        for (time, shows) in [(10.0, true), (17.9, true), (18.1, false), (60, false)] {
            _ = workspace.update(.tick(time))
            #expect(isShown(workspace) == shows, "after \(time - 10) s")
        }
    }

    @Test func `a key opens and closes it for good`() {
        var workspace = Self.demo()
        _ = workspace.update(.tick(1))
        _ = workspace.update(.key(.character("i")))
        #expect(!isShown(workspace))
        _ = workspace.update(.key(.character("i")))
        _ = workspace.update(.tick(100))
        #expect(isShown(workspace))
        _ = workspace.update(.key(.escape))
        #expect(!isShown(workspace))
    }

    @Test func `other keys work while it is shown`() {
        var workspace = Self.demo()
        _ = workspace.update(.tick(1))
        _ = workspace.update(.key(.tab))
        #expect(workspace.view.focus != nil && isShown(workspace))
    }
}

@Suite struct WrappingTests {
    @Test(arguments: 1...30) func `no row is wider and no word is lost`(width: Int) {
        let text = "a norm of 317 among norms of 0.46 supercalifragilistic"
        let rows = wrapped(text, to: width)
        #expect(rows.allSatisfy { !$0.isEmpty && $0.count <= width })
        #expect(rows.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }

    @Test func `words stay whole where they fit`() {
        #expect(wrapped("to be or not", to: 5) == ["to be", "or", "not"])
        #expect(wrapped("", to: 5) == [])
    }
}

@Suite struct HelpTests {
    @Test(arguments: [40, 80]) func `every key is reached by scrolling`(columns: Int) {
        var workspace = SampleRun(ends: false).dashboard()
        _ = workspace.update(.resized(columns: columns, rows: 12))
        _ = workspace.update(.key(.character("?")))
        var seen = ""
        for _ in 0..<80 {
            seen += workspace.render(columns: columns, rows: 12).lines.joined(separator: "\n") + "\n"
            _ = workspace.update(.key(.down))
        }
        for binding in Keymap.bindings(on: .run) {
            let words = binding.help.split(separator: " ").map(String.init)
            #expect(words.allSatisfy(seen.contains), "\(binding.help)")
        }
        _ = workspace.update(.key(.character("n")))
        #expect(workspace.help == nil)
    }
}
