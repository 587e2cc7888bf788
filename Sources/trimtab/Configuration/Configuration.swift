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
        if let tree { set(tree.entries, section: "", &report) }
        if let error = report.error { throw error }
    }

    private mutating func set(_ entries: [YAMLNode.Entry], section: String, _ report: inout FaultReport) {
        for entry in entries {
            let name = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            if ConfigurationKey.sections.contains(name) {
                if case .section(let inner) = entry.value.content {
                    set(inner, section: name, &report)
                } else {
                    report.add("\(name) must be a section of keys", at: entry.value.origin)
                }
            } else if let key = ConfigurationKey.all.first(where: { $0.path == name }) {
                do throws(ValueFault) {
                    try key.set(&self, to: entry.value)
                } catch {
                    report.add("\(name) \(error.message)", at: error.origin)
                }
            } else {
                let near = ConfigurationKey.nearest(to: name).map { " (the nearest known key is \($0))" } ?? ""
                report.add("unknown key \(abbreviated(name))\(near)", at: entry.keyOrigin)
            }
        }
    }
}
