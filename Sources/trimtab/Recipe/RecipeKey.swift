import Telemetry

/// One key of a recipe: what it takes and what it means. The table of keys drives reading, suggestions and README.
struct RecipeKey: Sendable {
    /// The dotted path of the key.
    var path: String
    var type: ValueType
    var fallback: Fallback
    var range: NumberRange = .any
    /// The kinds of its section that the key is for; empty for all of them.
    var kinds: [String] = []
    var meaning: String

    /// Numbers in a list: of layers, each of which is measured and drawn, or of milestones.
    static let longestList = 1000
    /// Bytes of a run's name, which becomes that of a folder.
    static let longestName = 200

    /// What a key takes.
    enum ValueType: Equatable, Sendable {
        case text
        case word([String])
        case flag
        case number
        case whole
        case numbers(count: Int)
        case wholes
        /// A list, or one number for all that the list would name one by one.
        case wholesOrOne
    }

    /// What holds when the key is left out.
    enum Fallback: Equatable, Sendable {
        /// The recipe is refused.
        case required
        /// The value, as it would be written in the recipe.
        case value(String)
        /// The value, which is another one under some kinds of its section; nil refuses a recipe of those without.
        case byKind(String, kinds: [String], value: String?)
        /// Nothing; the sentence says what happens then.
        case absent(String)
    }

    /// The section that holds the key; empty for the outermost.
    var section: String { path.split(separator: ".").dropLast().joined(separator: ".") }

    /// The key without its section.
    var name: String { path.split(separator: ".").last.map(String.init) ?? path }
}
