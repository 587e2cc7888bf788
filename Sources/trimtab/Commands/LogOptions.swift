import ArgumentParser

/// Whether a log is printed instead of opening the dashboard, and of what.
struct LogOptions: ParsableArguments {
    @Flag(help: "Print a log instead of opening the dashboard.")
    var headless = false

    @Flag(help: "Print the events, one JSON object per line; implies --headless.")
    var jsonl = false

    var isLog: Bool { headless || jsonl }

    /// The options as they were given.
    var words: [String] { (headless ? ["--headless"] : []) + (jsonl ? ["--jsonl"] : []) }
}
