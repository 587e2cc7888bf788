/// The keys and what they do: one table dispatches them, fills the key line and writes the help.
public enum Keymap {
    /// What is on the screen.
    public enum Subject: Sendable {
        case run, recording
    }

    /// One row of the table.
    public struct Binding: Sendable {
        /// Keys and the action of each.
        public var keys: [(Key, Action)]
        /// How the keys are written.
        public var label: String
        /// A word or two for the key line; empty keeps it off that line.
        public var brief: String
        /// A sentence for the help.
        public var help: String
        public var subjects: Set<Subject>

        /// True when it means something on a run that is over.
        public var isForever: Bool { keys.contains { $0.1 == .help || $0.1 == .quit } }
    }

    public static let bindings: [Binding] = [
        row([(" ", .pauseOrResume)], "space", "pause", "pause the run, or resume it", [.run]),
        row(
            [("n", .advance(1)), ("N", .advance(10))],
            "n N",
            "step",
            "run one step, or ten, then pause",
            [.run]
        ),
        row(
            [
                ("[", .scale(setting: "max_norm", by: 1 / 1.25)), ("]", .scale(setting: "max_norm", by: 1.25)),
                ("m", .type(setting: "max_norm")),
            ],
            "[ ] m",
            "max_norm",
            "max_norm ÷ 1.25, × 1.25, or type it",
            [.run]
        ),
        row(
            [
                ("{", .scale(setting: "lr", by: 1 / 1.25)), ("}", .scale(setting: "lr", by: 1.25)),
                ("l", .type(setting: "lr")),
            ],
            "{ } l",
            "lr",
            "learning rate ÷ 1.25, × 1.25, or type it",
            [.run]
        ),
        row(
            [("t", .nextChoice(setting: "clip"))],
            "t",
            "clip",
            "clip type: norm, then value, then none",
            [.run]
        ),
        row([("-", .slower), ("+", .faster), ("=", .faster)], "- +", "pace", "fewer, more steps per second", [.run]),
        row([("s", .stop)], "s", "stop", "stop the run in good order (asks)", [.run]),
        row([("c", .checkpoint)], "c", "save", "write a checkpoint now", [.run]),
        row([("r", .rewind)], "r", "rewind", "go back to a snapshot (asks which); settings stay", [.run]),

        row([("o", .output)], "o", "", "the program's output: a few lines, the whole screen, none", [.run]),

        row([(" ", .play(.pauseOrPlay))], "space", "pause", "pause, or play on", [.recording]),
        row([(",", .play(.step(-1))), (".", .play(.step(1)))], ", .", "step", "one step back, forward", [.recording]),
        row(
            [("-", .play(.slower)), ("+", .play(.faster)), ("=", .play(.faster))],
            "- +",
            "speed",
            "slower, faster: 0.25× to 64× and max",
            [.recording]
        ),
        row([("<", .play(.seek(-0.05))), (">", .play(.seek(0.05)))], "< >", "5%", "5% back, forward", [.recording]),
        row([("g", .play(.askStep))], "g", "go to", "go to a step", [.recording]),
        row(
            [("e", .play(.nextIncident))],
            "e",
            "event",
            "on to the next command, alarm or evaluation",
            [.recording]
        ),
        row([("L", .play(.toggleLoop))], "L", "loop", "start again at the end, or not", [.recording]),

        Binding(
            keys: [(.character("?"), .help), (.character("h"), .help)],
            label: "?",
            brief: "help",
            help: "this help (h too)",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.tab, .moveFocus(1)), (.backTab, .moveFocus(-1))],
            label: "Tab",
            brief: "",
            help: "next panel (Shift+Tab: previous)",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.enter, .full), (.escape, .back)],
            label: "Enter Esc",
            brief: "",
            help: "panel on the whole screen, back",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: (1...9).map { (.character(Character("\($0)")), .showChart($0)) },
            label: "1-9",
            brief: "",
            help: "a chart on the whole screen",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.character("z"), .zoom(0.5)), (.character("Z"), .zoom(2)), (.character("0"), .wholeRun)],
            label: "z Z 0",
            brief: "zoom",
            help: "zoom in, zoom out, whole run",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.pageUp, .pan(-0.5)), (.pageDown, .pan(0.5))],
            label: "PgUp PgDn",
            brief: "",
            help: "earlier, later steps",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.left, .moveCursor(-1)), (.right, .moveCursor(1))],
            label: "← →",
            brief: "cursor",
            help: "move the cursor one step",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.character("J"), .nextRun)],
            label: "J",
            brief: "",
            help: "the next of several runs",
            subjects: [.run, .recording]
        ),
        Binding(
            keys: [(.control("l"), .repaint)],
            label: "^L",
            brief: "",
            help: "draw the whole screen again",
            subjects: [.run, .recording]
        ),
        quit("quit (^C too); asks while the run is going", on: .run),
        quit("quit (^C too)", on: .recording),
    ]

    private static func quit(_ help: String, on subject: Subject) -> Binding {
        Binding(
            keys: [(.character("q"), .quit), (.control("c"), .quit)],
            label: "q",
            brief: "quit",
            help: help,
            subjects: [subject]
        )
    }

    private static func row(
        _ keys: [(Character, Action)],
        _ label: String,
        _ brief: String,
        _ help: String,
        _ subjects: Set<Subject>
    ) -> Binding {
        Binding(
            keys: keys.map { (.character($0.0), $0.1) },
            label: label,
            brief: brief,
            help: help,
            subjects: subjects
        )
    }

    /// What a key does; nil when it does nothing here.
    public static func action(_ key: Key, on subject: Subject) -> Action? {
        for binding in bindings where binding.subjects.contains(subject) {
            if let action = binding.keys.first(where: { $0.0 == key })?.1 { return action }
        }
        return nil
    }
}
