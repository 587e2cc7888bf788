extension Keymap {
    /// Keys that change a run.
    static let run: [Binding] = [
        Binding(.run, keys((" ", .pauseOrResume)), "space", "pause", "pause or resume"),
        Binding(.run, keys(("n", .advance(1)), ("N", .advance(10))), "n N", "step", "run 1 step, 10 steps, then pause"),
        tuning("max_norm", ask: "m", lower: "[", raise: "]", "try and set max_norm"),
        tuning("lr", ask: "l", lower: "{", raise: "}", "set learning rate"),
        Binding(.run, keys(("t", .choose(setting: "clip"))), "t", "clip", "clip by norm, by value, or not at all"),
        Binding(.run, keys(("u", .undo)), "u", "undo", "undo the last change made here"),
        Binding(.run, keys(("r", .rewind)), "r", "rewind", "rewind to a snapshot, keeping current settings"),
        Binding(.run, keys(("c", .checkpoint)), "c", "save checkpoint", "save a checkpoint"),
        Binding(.run, keys(("-", .slower), ("+", .faster), ("=", .faster)), "- +", "pace", "slower, faster"),
        Binding(.run, keys(("w", .writeRecording)), "w", "", "write a recording of the run so far"),
        Binding(.run, keys(("s", .stop)), "s", "stop", "stop cleanly (asks first)"),
    ]

    /// The keys of a setting that is a number: one asks for a value, two change it by a fourth.
    private static func tuning(
        _ setting: String,
        ask: Character,
        lower: Character,
        raise: Character,
        _ help: String
    ) -> Binding {
        Binding(
            .run,
            keys(
                (ask, .ask(for: setting)),
                (lower, .scale(setting: setting, by: 1 / 1.25)),
                (raise, .scale(setting: setting, by: 1.25))
            ),
            "\(ask) \(lower) \(raise)",
            setting,
            "\(help), ÷ 1.25, × 1.25"
        )
    }
}
