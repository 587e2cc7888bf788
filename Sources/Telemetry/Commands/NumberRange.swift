/// The numbers that a setting, or a key of a recipe, accepts: from one bound to another, infinite ones where a bound is
/// infinite and closed. NaN is never among them.
public struct NumberRange: Equatable, Sendable {
    /// Where a range ends.
    public enum Bound: Equatable, Sendable {
        /// With the bound itself.
        case closed(Double)
        /// Without it.
        case open(Double)

        /// Where the bound is.
        public var value: Double {
            switch self {
            case .closed(let value), .open(let value): value
            }
        }

        var isOpen: Bool { if case .open = self { true } else { false } }
    }

    /// The lower end.
    public var lower: Bound
    /// The upper end.
    public var upper: Bound

    public init(from lower: Bound = .closed(-.infinity), to upper: Bound = .closed(.infinity)) {
        (self.lower, self.upper) = (lower, upper)
    }

    /// Every number but NaN.
    public static let any = NumberRange()

    /// Every number but NaN and the infinite ones.
    public static let finite = NumberRange(from: .open(-.infinity), to: .open(.infinity))

    /// From `least` up; infinity only if asked for.
    public static func atLeast(_ least: Double, orInfinity: Bool = false) -> NumberRange {
        NumberRange(from: .closed(least), to: orInfinity ? .closed(.infinity) : .open(.infinity))
    }

    /// Above `bound`; infinity only if asked for.
    public static func above(_ bound: Double, orInfinity: Bool = false) -> NumberRange {
        NumberRange(from: .open(bound), to: orInfinity ? .closed(.infinity) : .open(.infinity))
    }

    /// From `least`, included, to `bound`, excluded.
    public static func from(_ least: Double, below bound: Double) -> NumberRange {
        NumberRange(from: .closed(least), to: .open(bound))
    }

    /// From `least` to `most`, both included.
    public static func from(_ least: Double, through most: Double) -> NumberRange {
        NumberRange(from: .closed(least), to: .closed(most))
    }

    /// Above `bound`, to `most`, included.
    public static func above(_ bound: Double, through most: Double) -> NumberRange {
        NumberRange(from: .open(bound), to: .closed(most))
    }

    /// True for a number of the range.
    public func contains(_ number: Double) -> Bool {
        (lower.isOpen ? number > lower.value : number >= lower.value)
            && (upper.isOpen ? number < upper.value : number <= upper.value)
    }
}

// MARK: - The declared ranges

extension NumberRange {
    /// The threshold of norm and of value clipping. An infinite one never binds.
    public static let maxNorm = atLeast(0, orInfinity: true)

    /// A step size.
    public static let learningRate = atLeast(0)

    /// The p of the norm that a run clips by; infinity takes the largest element.
    public static let normType = above(0, orInfinity: true)

    /// Steps per second, of which 0 means no limit. A step takes longer than the microsecond of the upper bound.
    public static let pace = from(0, through: 1_000_000)
}

// MARK: - In words

extension NumberRange {
    /// Why a number is refused, as the end of a sentence that begins with its name: "must be at least 1 (got 0)"; nil for
    /// a number of the range.
    public func refusal(of number: Double) -> String? {
        contains(number) ? nil : "\(demand(on: number)) (got \(shortest(number)))"
    }

    private func demand(on number: Double) -> String {
        if number.isNaN { return "must be a number" }
        let (least, most) = (shortest(lower.value), shortest(upper.value))
        if lower.value.isFinite, upper.value.isFinite {
            return switch (lower, upper) {
            case (.closed, .closed): "must be from \(least) to \(most)"
            case (.closed, .open): "must be from \(least) to less than \(most)"
            case (.open, .closed): "must be more than \(least), \(most) at most"
            case (.open, .open): "must be more than \(least) and less than \(most)"
            }
        }
        if lower.value.isFinite, number < .infinity {
            return lower.isOpen
                ? "must be more than \(least)" : least == "0" ? "must not be negative" : "must be at least \(least)"
        }
        if upper.value.isFinite, number > -.infinity {
            return upper.isOpen ? "must be less than \(most)" : "must be at most \(most)"
        }
        return "must be finite"
    }

    /// The range in a table's words: "0 < … ≤ 1", "≥ 0, or .inf"; empty for any number.
    public var words: String {
        let (least, most) = (shortest(lower.value), shortest(upper.value))
        let (above, below) = (lower.isOpen ? "<" : "≤", upper.isOpen ? "<" : "≤")
        switch (lower.value.isFinite, upper.value.isFinite) {
        case (true, true): return "\(least) \(above) … \(below) \(most)"
        case (true, false): return "\(lower.isOpen ? ">" : "≥") \(least)\(upper.isOpen ? "" : ", or .inf")"
        case (false, true): return "\(below) \(most)\(lower.isOpen ? "" : ", or -.inf")"
        case (false, false): return self == .any ? "" : "finite"
        }
    }
}
