import Telemetry

/// One key of a recipe: what it takes and what it means. The table of keys drives reading, suggestions and README.
struct RecipeKey: Sendable {
    /// The dotted path of the key.
    var path: String
    var type: ValueType
    var fallback: Fallback
    var range: ValueRange = .any
    /// The kinds of its section that the key is for; empty for all of them.
    var kinds: [String] = []
    var meaning: String

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

/// The numbers that a key takes.
enum ValueRange: Equatable, Sendable {
    case any
    case finite
    /// Infinity is refused unless it is asked for.
    case atLeast(Double, orInfinity: Bool = false)
    case above(Double, orInfinity: Bool = false)
    /// From the first up to and without the second.
    case below(Double, Double)
    /// From the first up to the second.
    case within(Double, Double)
    /// Above the first, up to the second.
    case aboveUpTo(Double, Double)

    /// Why a number is refused, as the end of a sentence that begins with the key; nil when it is taken.
    func refusal(of number: Double) -> String? {
        if number.isNaN { return "must be a number (got NaN)" }
        let got = "(got \(shortest(number)))"
        switch self {
        case .any:
            return nil
        case .finite:
            return number.isFinite ? nil : "must be finite \(got)"
        case .atLeast(let least, let orInfinity):
            if number == .infinity && !orInfinity { return "must be finite \(got)" }
            if number >= least { return nil }
            return least == 0 ? "must not be negative \(got)" : "must be at least \(shortest(least)) \(got)"
        case .above(let bound, let orInfinity):
            if number == .infinity && !orInfinity { return "must be finite \(got)" }
            return number > bound ? nil : "must be more than \(shortest(bound)) \(got)"
        case .below(let least, let bound):
            if number >= least && number < bound { return nil }
            return "must be from \(shortest(least)) to less than \(shortest(bound)) \(got)"
        case .within(let least, let most):
            if number >= least && number <= most { return nil }
            return "must be from \(shortest(least)) to \(shortest(most)) \(got)"
        case .aboveUpTo(let bound, let most):
            if number > bound && number <= most { return nil }
            return "must be more than \(shortest(bound)), \(shortest(most)) at most \(got)"
        }
    }

    /// The range in the README's words.
    var words: String {
        switch self {
        case .any: ""
        case .finite: "finite"
        case .atLeast(let least, let orInfinity): "≥ \(shortest(least))\(orInfinity ? ", or .inf" : "")"
        case .above(let bound, let orInfinity): "> \(shortest(bound))\(orInfinity ? ", or .inf" : "")"
        case .below(let least, let bound): "\(shortest(least)) ≤ … < \(shortest(bound))"
        case .within(let least, let most): "\(shortest(least)) ≤ … ≤ \(shortest(most))"
        case .aboveUpTo(let bound, let most): "\(shortest(bound)) < … ≤ \(shortest(most))"
        }
    }
}
