extension Keymap {
    /// Keys that change the view of a run or a recording.
    static let view: [Binding] = [
        Binding(
            .view,
            [(.tab, .moveFocus(1)), (.backTab, .moveFocus(-1))],
            "Tab",
            "",
            "next panel (Shift+Tab: previous)"
        ),
        Binding(.view, [(.enter, .full), (.escape, .back)], "Enter Esc", "", "panel on the whole screen, back"),
        Binding(
            .view,
            (1...9).map { (.character(Character("\($0)")), .showChart($0)) },
            "1-9",
            "",
            "a chart on the whole screen"
        ),
        Binding(
            .view,
            keys(("z", .zoom(0.5)), ("Z", .zoom(2)), ("0", .wholeRun)),
            "z Z 0",
            "zoom",
            "zoom in, zoom out, whole run"
        ),
        Binding(
            .view,
            [(.left, .moveCursor(-1)), (.right, .moveCursor(1))] + shifted,
            "← →",
            "cursor",
            "move the cursor 1 step (Shift: 10)"
        ),
        Binding(
            .view,
            keys(("(", .moveToSpike(isForward: false)), (")", .moveToSpike(isForward: true))),
            "( )",
            "spike",
            "previous, next spike"
        ),
        Binding(.view, [(.pageUp, .pan(-0.5)), (.pageDown, .pan(0.5))], "PgUp PgDn", "", "earlier, later steps"),
        Binding(.view, [(.home, .firstSteps), (.end, .follow)], "Home End", "", "first steps, follow the latest"),
        Binding(.view, keys(("S", .nextSmoothing)), "S", "", "smooth: EMA 0.9, EMA 0.97, median 25, off"),
        Binding(
            .view,
            keys(("y", .nextScale), ("Y", .toggleRobust)),
            "y Y",
            "",
            "linear or log scale; leave out outliers"
        ),
        Binding(.view, keys(("X", .nextXAxis)), "X", "", "steps, time or epochs below the charts"),
        Binding(.view, keys(("H", .hide)), "H", "", "hide the panel in focus; without focus, show all"),
        Binding(.view, keys(("/", .askFilter)), "/", "", "show charts by name (Esc: all)"),
        Binding(.view, keys(("x", .export)), "x", "", "export the view: a picture (SVG) and its numbers (CSV)"),
        Binding(.view, keys(("i", .story)), "i", "", "what to look for and what to press"),
        Binding(.view, keys(("A", .show(panel: "alarms"))), "A", "alarms", "alarms: all, with the chart around each"),
        Binding(.view, keys(("a", .show(panel: "alarm rules"))), "a", "", "alarm rules: off, note, bell or pause"),
        Binding(.view, keys(("v", .show(panel: "events"))), "v", "", "events: all, by kind, in full"),
        Binding(.view, keys(("V", .show(panel: "evaluations"))), "V", "", "evaluations"),
        Binding(.view, keys(("C", .show(panel: "clipping"))), "C", "", "clipping: candidates, histogram"),
        Binding(.view, keys(("W", .nextClipWindow)), "W", "", "clipping since the change, last 200, 1,000, all"),
        Binding(.view, keys(("G", .show(panel: "layers"))), "G", "", "layers over time, one as a chart"),
        Binding(.view, keys(("o", .output)), "o", "", "program output: below, whole screen, hidden"),
    ]

    private static let shifted: [(Key, Action)] = [
        (.with(.shift, .left), .moveCursor(-10)), (.with(.shift, .right), .moveCursor(10)),
    ]

    /// Keys of the screen itself.
    static let screen: [Binding] = [
        Binding(.screen, keys(("J", .nextRun)), "J", "", "next run"),
        Binding(.screen, keys(("T", .nextTheme)), "T", "", "next theme"),
        Binding(.screen, [(.control("l"), .repaint)], "^L", "", "redraw the screen"),
        Binding(
            .screen,
            [(.character("?"), .help), (.character("h"), .help), (.function(1), .help)],
            "?",
            "help",
            "help (also h, F1)"
        ),
        Binding(
            .screen,
            [(.character("q"), .quit), (.control("c"), .quit)],
            "q",
            "quit",
            "quit (also ^C); asks while a run of yours is training"
        ),
    ]
}
