import Dashboard
import Recipes
import Telemetry

/// One key of the configuration: its values and meaning. The table drives reading, suggestions and documentation.
struct ConfigurationKey: Sendable {
    /// The dotted path of the key.
    let path: String
    /// The words that it accepts; nil for any text.
    let words: [String]?
    /// The default, as it would be written; nil where there is none.
    let fallback: String?
    let meaning: String
    private let apply: @Sendable (inout Configuration, String) -> Void

    private init(
        _ path: String,
        words: [String]?,
        fallback: String?,
        _ meaning: String,
        apply: @escaping @Sendable (inout Configuration, String) -> Void
    ) {
        (self.path, self.words, self.fallback, self.meaning) = (path, words, fallback, meaning)
        self.apply = apply
    }

    static let all: [ConfigurationKey] =
        [
            ConfigurationKey(
                "theme",
                words: AutoOr<ThemeName>.words,
                fallback: "auto",
                "Colours; `auto` follows the terminal's background."
            ) { $0.theme = ThemeName(rawValue: $1) },
            ConfigurationKey(
                "glyphs",
                words: AutoOr<GlyphSet>.words,
                fallback: "auto",
                "Glyphs of the charts; `auto` chooses the best that the terminal can show."
            ) { $0.glyphs = GlyphSet(rawValue: $1) },
            ConfigurationKey(
                "mouse",
                words: ["on", "off"],
                fallback: "on",
                "With `off` the terminal keeps the mouse."
            ) { $0.mouse = $1 == "on" },
            ConfigurationKey(
                "on_alarm",
                words: nil,
                fallback: nil,
                "Shell command to run for every alarm that is raised."
            ) { $0.onAlarm = $1 },
        ] + AlarmRule.all.map(alarm)

    private static func alarm(_ rule: AlarmRule) -> ConfigurationKey {
        ConfigurationKey(
            rule.setting,
            words: AlarmResponse.allCases.map(\.rawValue),
            fallback: rule.defaultResponse.rawValue,
            "Response to: \(rule.title)."
        ) { $0.alarms[rule] = AlarmResponse(rawValue: $1) ?? rule.defaultResponse }
    }

    /// The paths that hold keys.
    static let sections: [String] = all.compactMap { key in
        key.path.split(separator: ".").dropLast().first.map(String.init)
    }.reduce(into: []) { sections, section in
        if !sections.contains(section) { sections.append(section) }
    }

    /// The key, or section, that somebody may have meant, whatever section they wrote it in; nil for a text so long that it is
    /// no key.
    static func nearest(to name: String) -> String? {
        func last(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
        guard name.utf8.count <= 100 else { return nil }
        return (all.map(\.path) + sections).map { ($0, NameDistance(last(name), last($0))) }.min { $0.1 < $1.1 }?.0
    }

    /// Sets the key in a configuration.
    ///
    /// - Throws: for a value that it does not take, with those that it does.
    func set(_ configuration: inout Configuration, to node: RecipeNode, path file: String) throws(RecipeError) {
        func error(_ message: String) -> RecipeError {
            RecipeError(place: node.origin.place(in: file), message: "\(path) \(message)")
        }
        guard case .text(let text, let isQuoted) = node.content else { throw error("must be \(allowed)") }
        if !isQuoted, ["", "~", "null"].contains(text) { throw error("has no value") }
        if let words, !words.contains(text) {
            let near = Recipes.nearest(to: text, among: words).map { "; the nearest is \($0)" } ?? ""
            throw error("must be \(allowed) (got \(abbreviated(text))\(near))")
        }
        guard !holdsControls(text) else { throw error("must be one line without control characters") }
        apply(&configuration, text)
    }

    private var allowed: String { words.map { "one of " + $0.joined(separator: ", ") } ?? "a text" }

    /// The table of all keys, for the page Configuration.
    static func reference() -> String {
        var lines = ["| key | default | values | meaning |", "|---|---|---|---|"]
        for key in all {
            let values = key.words.map { $0.map { "`\($0)`" }.joined(separator: ", ") } ?? "text"
            lines.append("| `\(key.path)` | \(key.fallback.map { "`\($0)`" } ?? "none") | \(values) | \(key.meaning) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
