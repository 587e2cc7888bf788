import Testing

@testable import Telemetry

@Suite struct NumberRangeTests {
    private static let numbers: [(NumberRange, inside: [Double], outside: [Double])] = [
        (NumberRange.any, [-.infinity, -1, 0, .infinity], [.nan]),
        (.finite, [-1.7e308, 0, 1.7e308], [-.infinity, .infinity, .nan]),
        (.atLeast(1), [1, 1.7e308], [0.999, -.infinity, .infinity, .nan]),
        (.atLeast(0, orInfinity: true), [-0.0, 0, .infinity], [-.leastNonzeroMagnitude, .nan]),
        (.above(0), [.leastNonzeroMagnitude, 1], [0, -0.0, -1, .infinity, .nan]),
        (.above(0, orInfinity: true), [.infinity], [0, .nan]),
        (.from(0, below: 1), [0, 0.999], [1, -0.1, .infinity, .nan]),
        (.from(0, through: 1), [0, 1], [1.001, -0.1, .infinity, -.infinity, .nan]),
        (.above(0, through: 1), [0.001, 1], [0, 1.001, .nan]),
        (NumberRange(from: .open(0), to: .open(1)), [0.5], [0, 1, .nan]),
        (NumberRange(to: .open(1)), [-.infinity, 0.5], [1, .infinity, .nan]),
        (NumberRange(from: .open(-.infinity), to: .closed(1)), [1, -1], [-.infinity, 2, .nan]),
    ]

    private static let refusals: [(NumberRange, Double, String)] = [
        (NumberRange.any, Double.nan, "must be a number (got NaN)"),
        (.finite, -.infinity, "must be finite (got -Infinity)"),
        (.atLeast(0), -2, "must not be negative (got -2)"),
        (.atLeast(0), -.infinity, "must not be negative (got -Infinity)"),
        (.atLeast(0), .infinity, "must be finite (got Infinity)"),
        (.atLeast(3), 2, "must be at least 3 (got 2)"),
        (.above(0), 0, "must be more than 0 (got 0)"),
        (.from(0, below: 1), 1, "must be from 0 to less than 1 (got 1)"),
        (.from(0, through: 1e6), 1e19, "must be from 0 to 1000000 (got 1e+19)"),
        (.above(0, through: 1), 2, "must be more than 0, 1 at most (got 2)"),
        (NumberRange(from: .open(0), to: .open(1)), 1, "must be more than 0 and less than 1 (got 1)"),
        (NumberRange(to: .closed(1)), 2, "must be at most 1 (got 2)"),
        (NumberRange(to: .open(1)), 1, "must be less than 1 (got 1)"),
    ]

    private static let words: [(NumberRange, String)] = [
        (NumberRange.any, ""), (.finite, "finite"), (.atLeast(0), "≥ 0"), (.maxNorm, "≥ 0, or .inf"),
        (.above(0), "> 0"), (.from(0, below: 1), "0 ≤ … < 1"), (.from(0, through: 1), "0 ≤ … ≤ 1"),
        (.above(0, through: 1), "0 < … ≤ 1"),
        (NumberRange(to: .closed(1)), "≤ 1, or -.inf"),
    ]

    @Test(arguments: numbers) func `a range holds what is between its bounds`(
        range: NumberRange,
        inside: [Double],
        outside: [Double]
    ) {
        for number in inside { #expect(range.contains(number) && range.refusal(of: number) == nil) }
        for number in outside { #expect(!range.contains(number) && range.refusal(of: number) != nil) }
    }

    @Test(arguments: refusals) func `a refusal names the range`(range: NumberRange, number: Double, words: String) {
        #expect(range.refusal(of: number) == words)
    }

    @Test(arguments: words) func `a table shows a range`(range: NumberRange, words: String) {
        #expect(range.words == words)
    }
}
