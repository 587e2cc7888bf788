import Dashboard
import Platform
import Recipes
import Telemetry

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
        let file = try ReadFile(path, limit: RecipeComposer.mostBytes)
        try file.check(isFor: .text)
        guard let text = String(validating: try file.bytes(), as: UTF8.self) else {
            throw RecipeError(place: path, message: "is not text in UTF-8")
        }
        return try parse(text, path: path)
    }

    /// Reads the text of a configuration; `path` names it in errors.
    static func parse(_ text: String, path: String) throws(RecipeError) -> Configuration {
        var configuration = Configuration()
        guard let tree = try RecipeComposer.compose(text.utf8, source: .file(path), noun: "configuration") else {
            return configuration
        }
        guard case .section(let entries) = tree.content else {
            throw RecipeError(
                place: tree.origin.place(in: path),
                message: "a configuration is a mapping of keys to values"
            )
        }
        try configuration.take(entries, section: "", path: path)
        return configuration
    }

    private mutating func take(
        _ entries: [RecipeNode.Entry],
        section: String,
        path: String
    ) throws(RecipeError) {
        for entry in entries {
            let name = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            if ConfigurationKey.sections.contains(name) {
                guard case .section(let inner) = entry.value.content else {
                    throw RecipeError(
                        place: entry.value.origin.place(in: path),
                        message: "\(name) must be a section of keys"
                    )
                }
                try take(inner, section: name, path: path)
            } else if let key = ConfigurationKey.all.first(where: { $0.path == name }) {
                try key.set(&self, to: entry.value, path: path)
            } else {
                let near = ConfigurationKey.nearest(to: name)
                throw RecipeError(
                    place: entry.keyOrigin.place(in: path),
                    message: "unknown key \(abbreviated(name))"
                        + (near.map { " (the nearest known key is \($0))" } ?? "")
                )
            }
        }
    }
}
