import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

/// Whatever an operator's hands do: no crash, no state that Esc does not leave, and no command that no key asked for.
@Suite struct OperatorFuzzTests {
    /// Inputs of a try; two thousand tries of the long form are 200,000.
    private static let inputs = 100

    @Test func `on a live run`() async {
        await #expect(processExitsWith: .success) {
            FuzzWatch.run(Fuzz.tries(60, long: 2000)) { OperatorFuzzTests.operate(.run, &$0) }
        }
    }

    @Test func `on a recording`() async {
        await #expect(processExitsWith: .success) {
            FuzzWatch.run(Fuzz.tries(60, long: 2000)) { OperatorFuzzTests.operate(.recording, &$0) }
        }
    }

    private static func operate(_ subject: Keymap.Subject, _ generator: inout SplitMix64) {
        var hands = Hands(extremes: Extremes(generator: generator))
        let sample = SampleRun(
            steps: 120,
            spike: 60,
            nonFinite: 100,
            ends: false,
            furtherNames: ["gpu"],
            looksCloser: true
        )
        var workspace = subject == .run ? sample.dashboard(leaving: .stops) : sample.recording()
        var step = 120
        for _ in 0..<inputs {
            let input = hands.input(step: &step)
            check(workspace.update(input), of: input, workspace)
            if hands.extremes.below(12) == 0 {
                let (columns, rows) = workspace.size
                let grid = workspace.render(columns: columns, rows: rows)
                guard grid.width == columns, grid.height == rows else { fatalError("a picture of another size") }
            }
        }
        for _ in 0..<12 { _ = workspace.update(.key(.escape)) }
        let isClear =
            workspace.prompt == nil && workspace.question == nil && workspace.snapshotPicker == nil
            && workspace.help == nil
            && !workspace.view.isFull && workspace.view.focus == nil
        guard isClear else { fatalError("Esc does not leave: \(workspace.view)") }
        let effects = workspace.update(.key(.character("q")))
        guard effects.contains(.quit) || workspace.question != nil || workspace.quitsAtEnd != nil else {
            fatalError("q does not quit")
        }
    }

    /// Commands come of keys alone, but for the pause of an alarm whose response keys have chosen, and ask for what the
    /// run has declared.
    private static func check(
        _ effects: [Workspace.Effect],
        of input: Workspace.Input,
        _ workspace: Workspace
    ) {
        for case .send(let command, let place) in effects {
            if case .key = input {
            } else if command.request != .pause || !pausesForAlarms(workspace.sessions[place]) {
                fatalError("\(command.request) came of \(input)")
            }
            guard let run = workspace.sessions[place].run, run.abilities.contains(command.request.ability) else {
                fatalError("\(command.request): the run has not declared that")
            }
            if case .set(let name, let value) = command.request {
                guard let setting = run.settings.first(where: { $0.name == name }), setting.refusal(of: value) == nil
                else { fatalError("\(command.request): the run would refuse it") }
            }
        }
    }

    private static func pausesForAlarms(_ session: RunSession) -> Bool {
        AlarmRule.all.contains { session.state.alarms.responses[$0] == .pause }
    }

    /// Draws what hands and a link may bring.
    private struct Hands {
        var extremes: Extremes<SplitMix64>

        mutating func input(step: inout Int) -> Workspace.Input {
            switch extremes.below(20) {
            case 0:
                return .resized(columns: extremes.below(301), rows: extremes.below(101))
            case 1: return .paste(extremes.text())
            case 2: return .burst((0..<extremes.below(6)).map { _ in key() })
            case 3, 4, 5: return .mouse(mouse())
            case 6: return .arrived(Arrival(lines: Array(extremes.text().utf8) + [10]))
            case 7:
                step += 1
                let record = StepRecord(step: step, time: Double(step), loss: extremes.number(), gradNorm: 1)
                return .arrived(Arrival(recorded: [.step(record)]))
            case 8: return .tick(Double(step) + Double(extremes.below(60)))
            default: return .key(key())
            }
        }

        private mutating func key() -> Key {
            switch extremes.below(3) {
            case 0: return extremes.key()
            case 1:
                let bindings = extremes.pick(Keymap.bindings)
                return extremes.pick(bindings.keys.map(\.0))
            default: return .character(Character(Unicode.Scalar(UInt8(0x20 + extremes.below(95)))))
            }
        }

        private mutating func mouse() -> Mouse {
            let kinds: [Mouse.Kind] = [
                .press(.left), .press(.right), .drag(.left), .release, .wheelUp, .wheelDown, .press(.middle),
            ]
            let modifiers: [Modifiers] = [[], .shift, .control, .alt]
            return Mouse(
                column: extremes.below(320),
                row: extremes.below(110),
                extremes.pick(kinds),
                extremes.pick(modifiers)
            )
        }
    }
}
