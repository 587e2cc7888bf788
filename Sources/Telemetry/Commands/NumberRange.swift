/// The numbers that a setting or a key of a recipe accepts. An infinity is accepted if it is a closed bound; NaN never is.
public struct NumberRange: Equatable, Sendable {
    /// An end of the range.
    public enum Bound: Equatable, Sendable {
        /// Includes the value.
        case closed(Double)
        /// Excludes the value.
        case open(Double)

        /// The value of the bound.
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

    /// Every number except NaN.
    public static let any = NumberRange()

    /// Every finite number.
    public static let finite = NumberRange(from: .open(-.infinity), to: .open(.infinity))

    /// From `least` up; with or without infinity.
    public static func atLeast(_ least: Double, orInfinity: Bool = false) -> NumberRange {
        NumberRange(from: .closed(least), to: orInfinity ? .closed(.infinity) : .open(.infinity))
    }

    /// Above `bound`; with or without infinity.
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

    /// True if the range includes a number.
    public func contains(_ number: Double) -> Bool {
        (lower.isOpen ? number > lower.value : number >= lower.value)
            && (upper.isOpen ? number < upper.value : number <= upper.value)
    }
}

// MARK: - The declared ranges

extension NumberRange {
    /// The threshold of norm and value clipping. Infinity never clips.
    public static let maxNorm = atLeast(0, orInfinity: true)

    /// The learning rate.
    public static let learningRate = atLeast(0)

    /// The p of the norm that a run clips by; infinity is the maximum norm.
    public static let normType = above(0, orInfinity: true)

    /// Steps per second; 0 means no limit. No step is faster than the microsecond of the upper bound.
    public static let pace = from(0, through: 1_000_000)
}

// MARK: - In words

extension NumberRange {
    /// The reason why a number is refused, to follow the name of the setting: "must be at least 1 (got 0)"; nil if the range
    /// includes it.
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

    /// The range for a table: "0 < … ≤ 1", "≥ 0, or .inf"; empty for `any`.
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
