extension Keymap {
    /// Keys that change a run.
    static let run: [Binding] = [
        Binding(.run, keys((" ", .pauseOrResume)), "space", "pause", "pause or resume"),
        Binding(.run, keys(("n", .advance(1)), ("N", .advance(10))), "n N", "step", "run 1 step, 10 steps, then pause"),
        Binding(
            .run,
            keys(
                ("m", .type(setting: "max_norm")),
                ("[", .scale(setting: "max_norm", by: 1 / 1.25)),
                ("]", .scale(setting: "max_norm", by: 1.25))
            ),
            "m [ ]",
            "max_norm",
            "try and set max_norm, ÷ 1.25, × 1.25"
        ),
        Binding(
            .run,
            keys(
                ("l", .type(setting: "lr")),
                ("{", .scale(setting: "lr", by: 1 / 1.25)),
                ("}", .scale(setting: "lr", by: 1.25))
            ),
            "l { }",
            "lr",
            "set learning rate, ÷ 1.25, × 1.25"
        ),
        Binding(.run, keys(("t", .choose(setting: "clip"))), "t", "clip", "choose to clip by norm, by value, or not"),
        Binding(.run, keys(("u", .undo)), "u", "undo", "undo the last change made here"),
        Binding(.run, keys(("r", .rewind)), "r", "rewind", "rewind to a snapshot, keeping current settings"),
        Binding(.run, keys(("c", .checkpoint)), "c", "save", "save a checkpoint"),
        Binding(.run, keys(("-", .slower), ("+", .faster), ("=", .faster)), "- +", "pace", "slower, faster"),
        Binding(.run, keys(("w", .writeRecording)), "w", "", "write a recording of the run so far"),
        Binding(.run, keys(("s", .stop)), "s", "stop", "stop cleanly (asks first)"),
    ]
}
