import Dashboard
import Platform
import Telemetry
import YAML

/// What an operator has set for all runs, in the file of `Configuration.path`.
struct Configuration: Equatable, Sendable {
    /// Nil for the one that suits the terminal's background.
    var theme: ThemeName?
    /// Nil for the best that the terminal can be trusted to show.
    var glyphs: GlyphSet?
    var mouse = true
    /// What is done about each rule.
    var alarms = AlarmResponses()
    /// A command of the shell for every alarm that is raised; nil for none.
    var onAlarm: String?

    /// The file's path, by the XDG base directory specification, which has relative paths ignored; nil without a home.
    static func path(_ environment: [String: String]) -> String? {
        let name = "trimtab/config.yaml"
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/\(name)" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/.config/\(name)"
    }

    /// What the file says; where there is none, every key has its default.
    static func read(_ environment: [String: String] = processEnvironment()) throws -> Configuration {
        guard let path = path(environment), fileStatus(path) != nil else { return Configuration() }
        var report = FaultReport(path: path)
        return try Configuration(YAMLNode.file(.text, noun: "configuration", &report), &report)
    }

    /// Reads the text of a configuration; `path` names it in errors.
    static func parse(_ text: String, path: String) throws(DocumentError) -> Configuration {
        var report = FaultReport(path: path)
        return try Configuration(YAMLNode.mapping(text, noun: "configuration", &report), &report)
    }

    init() {}

    private init(_ tree: YAMLNode?, _ report: inout FaultReport) throws(DocumentError) {
        let keys = ConfigurationKeys()
        if let tree { report = SectionReader(keys, from: tree, report, ConfigurationKeys.schema).report }
        if let error = report.error { throw error }
        (theme, glyphs, mouse) = (keys.theme.value, keys.glyphs.value, keys.mouse == .on)
        (alarms, onAlarm) = (keys.alarms.responses, keys.onAlarm)
    }
}
