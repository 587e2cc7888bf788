import Telemetry

extension Keymap {
    /// Keys that move a recording.
    static let recording: [Binding] = [
        Binding(.recording, keys((" ", .play(.pauseOrPlay))), "space", "pause", "pause or play"),
        Binding(
            .recording,
            keys((",", .play(.step(-1))), (".", .play(.step(1)))),
            ", .",
            "step",
            "back, forward 1 step"
        ),
        Binding(
            .recording,
            keys(("-", .play(.slower)), ("+", .play(.faster)), ("=", .play(.faster))),
            "- +",
            "speed",
            "slower, faster: 0.25× to 64×, then max"
        ),
        Binding(
            .recording,
            keys(("<", .play(.seek(-0.05))), (">", .play(.seek(0.05)))),
            "< >",
            "±5%",
            "back, forward 5%"
        ),
        Binding(.recording, keys(("g", .play(.askStep))), "g", "go to", "go to a step"),
        Binding(
            .recording,
            keys(("e", .play(.next(.timelineEntry))), ("E", .play(.previous(.timelineEntry)))),
            "e E",
            "event",
            "next, previous command or alarm"
        ),
        Binding(
            .recording,
            keys(("b", .play(.next(.evaluation))), ("B", .play(.previous(.evaluation)))),
            "b B",
            "",
            "next, previous evaluation"
        ),
        Binding(.recording, keys(("m", .ask(for: "max_norm"))), "m", "what if", "what another max_norm would do"),
        Binding(.recording, keys(("L", .play(.toggleLoop))), "L", "loop", "loop on or off"),
    ]
}
