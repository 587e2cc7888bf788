import Dashboard
import Telemetry
import YAML

// Not the key of a keyboard, which Dashboard has.
import struct YAML.Key

/// The keys of the configuration.
struct ConfigurationKeys: KeySection {
    @Key("Colors; `auto` follows the terminal's background.") var theme = AutoOr<ThemeName>(nil)
    @Key("Glyphs of the charts; `auto` chooses the best that the terminal can show.") var glyphs = AutoOr<GlyphSet>(nil)
    @Key("With `off` the terminal keeps the mouse.") var mouse = OnOff.on
    @Key("Shell command to run for every alarm that is raised.", absent: "none") var onAlarm: String?
    @Subsection var alarms = AlarmKeys()

    enum OnOff: String, ConfigurationWord {
        case on, off
    }

    static let schema = Schema(of: ConfigurationKeys())

    /// The table of all keys, for the page Configuration.
    static func reference() -> String {
        let rows = schema.keys.map { key in
            "| `\(key.path)` | \(key.fallback) | \(key.words.isEmpty ? key.type : key.allowed) | \(key.meaning) |"
        }
        return (["| key | default | values | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }
}

/// A key for each rule, with what is done about its alarms.
struct AlarmKeys: KeySection {
    private let keys = AlarmRule.all.map { rule in
        (rule: rule, key: Key(wrappedValue: rule.defaultResponse, "Response to: \(rule.title).", name: rule.rawValue))
    }

    var members: [(property: String, member: any SectionMember)] { keys.map { ($0.rule.rawValue, $0.key) } }

    /// What the configuration says of each rule that it names.
    var responses: AlarmResponses {
        keys.reduce(into: AlarmResponses()) { responses, entry in
            if entry.key.place.isGiven { responses[entry.rule] = entry.key.wrappedValue }
        }
    }
}

/// A word that errors list instead of calling it one.
protocol ConfigurationWord: YAMLWord {}

extension ConfigurationWord {
    static var phrase: String { "one of " + words.joined(separator: ", ") }
}

extension AlarmResponse: ConfigurationWord {}

extension AutoOr: YAMLValue {
    static var phrase: String { "one of " + words.joined(separator: ", ") }
    var written: String? { word }

    static func read(_ node: YAMLNode, in _: NumberRange) throws(ValueFault) -> AutoOr {
        guard case .text = node.content else { throw mismatch(node) }
        return AutoOr(Value(rawValue: try node.word(of: words)))
    }
}
