import Telemetry
import Testing

@testable import Dashboard

/// The last row: the keys that do something here, and what it says about them.
@Suite struct BottomRowTests {
    /// A run that has declared some abilities, after twenty steps.
    private func workspace(_ abilities: Set<Ability>, settings: [Setting] = []) -> Workspace {
        var workspace = Workspace.run()
        let run = Run(name: "client", steps: 900, settings: settings, abilities: abilities)
        _ = workspace.update(.event(.run(run)))
        for step in 1...20 {
            let record = StepRecord(
                step: step,
                time: Double(step) * 0.02,
                loss: 1,
                gradNorm: 1,
                maxNorm: 1,
                clip: "norm"
            )
            _ = workspace.update(.event(.step(record)))
        }
        return workspace
    }

    private func bottomRow(_ workspace: Workspace, columns: Int = 200) -> String {
        workspace.render(columns: columns, rows: 40).lines.last ?? ""
    }

    private let maxNorm = Setting(name: "max_norm", value: .number(1), range: .maxNorm)

    @Test func `only what the run has declared is offered`() {
        let able = bottomRow(workspace(Set(Ability.allCases), settings: [maxNorm]))
        #expect(able.contains("r rewind  c save checkpoint") && able.contains("m [ ] max_norm"))
        #expect(!able.contains("l { } lr") && !able.contains("- + pace"))
        let client = bottomRow(workspace([.pause, .advance, .set, .stop], settings: [maxNorm]))
        #expect(client.contains("space pause  n N step  m [ ] max_norm") && client.contains("s stop"))
        #expect(!client.contains("rewind") && !client.contains("checkpoint"))
        #expect(!bottomRow(workspace([])).contains("pause"))
    }

    @Test func `the clip panel offers what its keys do`() {
        var live = workspace([.set], settings: [maxNorm])
        _ = live.update(.key(.character("C")))
        #expect(bottomRow(live).contains("↑ ↓ try a value  m type one  W window  t kind  u undo  Esc back  ? help"))
        var recording = Workspace.recording(SampleRun(steps: 300).events)
        _ = recording.update(.key(.character("C")))
        #expect(bottomRow(recording).contains("↑ ↓ try a value  m type one  W window  Esc back  ? help"))
    }

    @Test func `a run that comes says which key shows it`() {
        var workspace = workspace([])
        _ = workspace.update(.opened(RunSession(.ofTests)))
        #expect(bottomRow(workspace).contains("2 runs open: J shows the next one"))
        _ = workspace.update(.key(.character("J")))
        #expect(workspace.session.run == nil)
    }

    @Test func `a change that is not confirmed is not applied`() {
        var workspace = workspace([.set], settings: [maxNorm])
        for key in [Key.character("m"), .character("5"), .character("0"), .enter] { _ = workspace.update(.key(key)) }
        #expect(bottomRow(workspace).contains("y apply  Esc cancel"))
        #expect(workspace.update(.key(.enter)).isEmpty && workspace.pending.isEmpty)
        #expect(bottomRow(workspace).contains("max_norm not applied"))
    }
}
