import Fuzzing
import Telemetry
import Testing

@testable import Dashboard
@testable import Terminal

/// Nothing that a terminal says of itself steers a run, however it is cut on its way.
@Suite struct InputFuzzTests {
    /// What is open on the screen while the answer comes.
    enum Situation: CaseIterable {
        case charts, prompt, stopping, quitting, choosing, help, recording
    }

    @Test func `answers cut anywhere are not commands`() {
        for attempt in 0..<Fuzz.tries(20_000, long: 1_000_000) {
            var generator = Fuzz.generator(of: attempt)
            let situation = Situation.allCases.randomElement(using: &generator)!
            let answers = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                TerminalAnswers.random(using: &generator)
            }
            let timeouts = Bool.random(using: &generator) ? InputTimeouts.local : .remote
            // A mouse is the operator's.
            let inputs = Self.inputs(answers, timeouts, using: &generator).filter { input in
                if case .mouse = input { false } else { true }
            }
            var dashboard = Self.dashboards[situation]!
            let before = dashboard.prompt?.text
            let effects = inputs.flatMap { dashboard.update($0) }
            // Cancelling a prompt is all that an answer may do to it.
            let isTypedInto = dashboard.prompt != nil && dashboard.prompt?.text != before
            if !effects.isEmpty || isTypedInto {
                Issue.record("seed \(Fuzz.seed), try \(attempt), \(situation), \(timeouts): \(answers) -> \(inputs)")
                return
            }
        }
    }

    @Test func `pastes are not commands`() {
        let commands = [
            "systemctl status slurmd\r", "sync\r", "rm -rf out\r", "git status\n", "reset\r", "qs", "sy", "m5\r",
        ]
        let mutation = Mutation(words: commands)
        for attempt in 0..<Fuzz.tries(2_000, long: 100_000) {
            var generator = Fuzz.generator(of: attempt)
            let situation = Situation.allCases.filter { $0 != .prompt }.randomElement(using: &generator)!
            var text = mutation(Array(commands.randomElement(using: &generator)!.utf8), using: &generator)
            // A bracket inside a paste is taken out by the terminal.
            text.removeAll { $0 == 27 || $0 == 0x9b }
            let pasted = Array("\u{1b}[200~".utf8) + text + Array("\u{1b}[201~".utf8)
            let inputs = Self.inputs([pasted], .local, using: &generator)
            var dashboard = Self.dashboards[situation]!
            let effects = inputs.flatMap { dashboard.update($0) }
            if !effects.isEmpty {
                Issue.record("seed \(Fuzz.seed), try \(attempt), \(situation): \(text) -> \(inputs)")
                return
            }
        }
    }

    /// Drags and wheels come in hundreds, and a slow link cuts them anywhere.
    @Test func `the mouse is never keys`() {
        for attempt in 0..<Fuzz.tries(2_000, long: 200_000) {
            var generator = Fuzz.generator(of: attempt)
            let timeouts = Bool.random(using: &generator) ? InputTimeouts.local : .remote
            var moves: [Mouse] = []
            let reports = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                let mouse = Mouse(
                    column: Int.random(in: 0..<400, using: &generator),
                    row: Int.random(in: 0..<200, using: &generator),
                    Self.kinds.randomElement(using: &generator)!.0,
                    Modifiers(rawValue: UInt8.random(in: 0..<8, using: &generator))
                )
                moves.append(mouse)
                return Self.report(of: mouse)
            }
            let inputs = Self.inputs(reports, timeouts, using: &generator)
            var seen: [Mouse] = []
            var others: [Workspace.Input] = []
            for input in inputs {
                switch input {
                case .mouse(let mouse): seen.append(mouse)
                // Where the first byte comes alone; it only cancels.
                case .key(.escape): break
                default: others.append(input)
                }
            }
            if seen != moves || !others.isEmpty {
                Issue.record("seed \(Fuzz.seed), try \(attempt), \(timeouts): \(moves) -> \(seen), \(others)")
                return
            }
        }
    }

    private static let kinds: [(Mouse.Kind, Int)] = [
        (.press(.left), 0), (.press(.middle), 1), (.press(.right), 2), (.drag(.left), 32), (.drag(.middle), 33),
        (.drag(.right), 34), (.wheelUp, 64), (.wheelDown, 65), (.release, 0),
    ]

    private static func report(of mouse: Mouse) -> [UInt8] {
        let button = kinds.first { $0.0 == mouse.kind }!.1 + 4 * Int(mouse.modifiers.rawValue)
        let end = mouse.kind == .release ? "m" : "M"
        return Array("\u{1b}[<\(button);\(mouse.column + 1);\(mouse.row + 1)\(end)".utf8)
    }

    /// What the screen passes on when the answers come in pieces, with pauses between the pieces.
    private static func inputs(
        _ answers: [[UInt8]],
        _ timeouts: InputTimeouts,
        using generator: inout SplitMix64
    ) -> [Workspace.Input] {
        var parser = InputParser(timeouts: timeouts)
        var filter = BurstFilter(timeouts: timeouts)
        var inputs: [Input] = []
        var time = 0.0
        // A pause no longer than the least patient of all waits, and a longer one between two answers.
        let pauses = [0, 0.001, 0.5, 0.9, 0.99].map { $0 * timeouts.late }
        func advance() {
            inputs += parser.advance(to: time).flatMap { filter.feed($0, at: time) }
            inputs += filter.advance(to: time)
        }
        for answer in answers {
            let isWhole = Bool.random(using: &generator)
            for byte in answer {
                inputs += parser.feed(byte, at: time).flatMap { filter.feed($0, at: time) }
                guard !isWhole, Int.random(in: 0..<4, using: &generator) == 0 else { continue }
                time += pauses.randomElement(using: &generator)!
                advance()
            }
            time += Double.random(in: 0...1, using: &generator)
            advance()
        }
        time += 100
        advance()
        return inputs.compactMap { input in
            switch input {
            case .key(let key): .key(key)
            case .burst(let keys): .burst(keys)
            case .paste(let text): .paste(text)
            case .mouse(let mouse): .mouse(mouse)
            case .resize, .signal, .woken, .inputClosed: nil
            }
        }
    }

    /// A dashboard in each situation, where a key or two would do harm.
    private static let dashboards: [Situation: Workspace] = {
        let run = Run(
            name: "fuzz",
            steps: 100,
            settings: [
                Setting(name: "max_norm", value: .number(1)), Setting(name: "lr", value: .number(0.1)),
                Setting(name: "clip", value: .word("norm"), choices: ["norm", "value", "none"]),
            ],
            abilities: Set(Ability.allCases)
        )
        let keys: [Situation: String] = [
            .charts: "", .prompt: "m7", .stopping: "s", .quitting: "q", .choosing: "r", .help: "?", .recording: "",
        ]
        let events: [Event] = [
            .run(run), .step(StepRecord(step: 1, time: 1)), .snapshot(SnapshotReport(step: 1, oldest: 1)),
        ]
        let live = RunSession(Signature(session: "test"), leaving: .stops)
        return keys.mapValues { _ in Workspace(live, glyphs: .ascii) }
            .merging([.recording: Workspace(RunSession(Player(Playback())), glyphs: .ascii)]) { $1 }
            .reduce(into: [:]) { all, entry in
                var dashboard = entry.value
                var arrival = Arrival(status: .open)
                var (encoder, reader) = (LineEncoder(), EventReader())
                for event in events { encoder.append(event) }
                encoder.bytes.withUnsafeBytes { reader.feed($0, to: &arrival.events) }
                _ = dashboard.update(.arrived(arrival))
                for key in keys[entry.key]! { _ = dashboard.update(.key(.character(key))) }
                all[entry.key] = dashboard
            }
    }()
}
