import Dashboard
import Telemetry
import YAML

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
                "Colors; `auto` follows the terminal's background."
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

    /// The key, or section, that somebody may have meant, whatever section they wrote it in.
    static func nearest(to name: String) -> String? { YAML.nearest(to: name, among: all.map(\.path) + sections) }

    /// Sets the key in a configuration.
    ///
    /// - Throws: for a value that it does not take, with those that it does.
    func set(_ configuration: inout Configuration, to node: YAMLNode) throws(ValueFault) {
        guard !node.isEmpty else { throw ValueFault(node, "has no value") }
        guard case .text(let text, _) = node.content else { throw ValueFault(node, "must be \(allowed)") }
        if let words { _ = try node.word(of: words) }
        guard !holdsControls(text) else { throw ValueFault(node, "must be one line without control characters") }
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
