import Fuzzing
import Telemetry
import Testing

@Suite struct FigureTests {
    @Test(
        arguments: [
            (0.0, "0"), (1, "1"), (0.5, "0.5"), (1.25, "1.25"), (312.5, "312.5"), (1.5625, "1.563"),
            (12345.6, "12,346"),
            (468_728, "468,728"),
            (0.001, "0.001"), (0.0005, "0.0005"), (0.000012, "1.2e-5"), (2.9e-9, "2.9e-9"), (1e6, "1e6"),
            (9.9999e99, "1e100"),
            (-2.5, "-2.5"), (.nan, "NaN"), (.infinity, "Inf"), (-.infinity, "-Inf"), (2.5e-308, "2.5e-308"),
            (1.7976931348623157e308, "1.798e308"), (6.2817e-5, "6.282e-5"),
        ]
    )
    func `short is what an operator reads`(value: Double, text: String) {
        #expect(NumberFormat.compact(value) == text)
    }

    @Test(
        arguments: [
            (0.0, "0"), (1, "1.000"), (0.5, "0.5000"), (0.99999, "1.000"), (9.99999, "10.00"), (312.5, "312.5"),
            (300, "300.0"), (12345.6, "12,346"), (0.001, "0.001000"), (0.00099999, "0.001000"), (0.000012, "1.200e-5"),
            (1e-7, "1.000e-7"), (-2.5, "-2.500"), (.nan, "NaN"), (.infinity, "Inf"),
        ]
    )
    func `measured keeps its width`(value: Double, text: String) {
        #expect(NumberFormat.fixedWidth(value) == text)
    }

    @Test(
        arguments: [
            (0.0, "0%"), (1, "100%"), (0.968, "96.8%"), (0.99999, "99.9%"), (0.00001, "0.1%"), (1.5, "150.0%"),
            (-0.2, "-20.0%"), (.nan, "NaN"),
        ]
    )
    func `percentages tell all from nearly all`(share: Double, text: String) {
        #expect(NumberFormat.percent(share) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func `counts have commas`(value: Int, text: String) {
        #expect(NumberFormat.count(value) == text)
    }

    @Test(arguments: [(0.0, "0:00"), (75.9, "1:15"), (3700, "1:01:40"), (.nan, "-:--"), (-1, "-:--")])
    func `clocks tick`(seconds: Double, text: String) {
        #expect(NumberFormat.clock(seconds) == text)
    }

    @Test(
        arguments: [
            (999.4, "999"), (1234.5, "1,235"), (999_999_999, "999,999,999"), (1e9, "1e9"), (9.3e18, "9.3e18"),
            (1e300, "1e300"), (.infinity, "Inf"), (.nan, "NaN"), (-3, "-3"), (4.5e24, "4.5e24"), (0, "0"),
        ]
    )
    func `a rate of any size is short`(rate: Double, text: String) {
        #expect(NumberFormat.rate(rate) == text)
    }

    @Test(
        arguments: [
            (0.0, "0%"), (1, "100%"), (0.001, "1%"), (0.999, "99%"), (0.5, "50%"), (-0.1, "0%"), (7, "100%"),
            (.nan, "NaN"),
            (.infinity, "100%"), (-.infinity, "0%"), (.leastNonzeroMagnitude, "1%"),
        ]
    )
    func `a share of dead units may be anything`(share: Double, text: String) {
        #expect(NumberFormat.wholePercent(share) == text)
    }

    @Test(
        arguments: [
            (Double.infinity, "Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0, "0"), (1e308, "1e308"), (-2.5, "-2.5e0"),
            (1.25e-5, "1.25e-5"), (1.7976931348623157e308, "1.79769313e308"),
            (.leastNonzeroMagnitude, "4.94065646e-324"),
        ]
    )
    func `a precise figure ends`(value: Double, text: String) {
        #expect(NumberFormat.precise(value) == text)
    }

    @Test(
        arguments: [
            (1e17, 2, "1e17"), (.infinity, 3, "Inf"), (.nan, 3, "NaN"), (-.infinity, 0, "-Inf"), (1e300, 4, "1e300"),
            (-0.0001, 2, "0.00"), (1.5, 99, "1.500000000000"), (1.5, -3, "2"),
        ]
    )
    func `a fixed figure of anything is short`(value: Double, places: Int, text: String) {
        #expect(NumberFormat.fixed(value, places: places) == text)
    }

    @Test func `counts and clocks take the ends`() {
        #expect(NumberFormat.count(.min) == "-9,223,372,036,854,775,808")
        #expect(
            NumberFormat.clock(.infinity) == "-:--" && NumberFormat.clock(1e300) == "-:--"
                && NumberFormat.clock(-0.0) == "0:00"
        )
        #expect(NumberFormat.percent(1e300) == "1e302%" && NumberFormat.percent(1e307) == "Inf%")
        #expect(NumberFormat.axis([.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude]) == ["5e-324", "1e-323"])
    }

    @Test func `an axis has commas below 100000 and powers from there`() {
        #expect(NumberFormat.axis([100, 1000, 10_000, 100_000, 1e9]) == ["100", "1,000", "10,000", "1e5", "1e9"])
        #expect(NumberFormat.axis([-20_000, 0, 0.00002]) == ["-20,000", "0", "2e-5"])
    }

    /// A setting is typed as it is shown.
    @Test(arguments: [1000.0, 123_456, 0.5, 1.5e-7, 2e9]) func `a setting is a number to type`(value: Double) {
        #expect(Double(NumberFormat.setting(value)) == value)
    }

    /// All that is drawn has at most this many characters beside its neighbors.
    @Test func `every double has a short text`() {
        var generator = SplitMix64(seed: Fuzz.seed)
        let special: [Double] = [
            0, -0.0, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude,
            .leastNormalMagnitude, 0x1p63, -0x1p63, 0x1p64, 0x1p53, 9.2e18, 999_999.5, 0.0001, 9.9999e-5, 1e15, 1e21,
        ]
        for value in special + (0..<2_000).map({ _ in Double(bitPattern: generator.next()) }) {
            for text in [
                NumberFormat.compact(value), NumberFormat.fixedWidth(value), NumberFormat.setting(value),
                NumberFormat.percent(value),
                NumberFormat.wholePercent(value), NumberFormat.rate(value), NumberFormat.clock(value),
                NumberFormat.compact(value, digits: 2),
            ] {
                #expect(text.count <= 15, "\(value.debugDescription): \(text)")
            }
            #expect(NumberFormat.axis([value, -value]).allSatisfy { $0.count <= 7 }, "\(value.debugDescription)")
            _ = NumberFormat.precise(value)
            _ = NumberFormat.fixed(value, places: 6)
            #expect(shortest(value).count <= 24)
        }
    }
}
