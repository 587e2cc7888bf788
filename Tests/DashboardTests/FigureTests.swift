import Testing

@testable import Dashboard

@Suite struct FigureTests {
    @Test(arguments: [
        (0.0, "0"), (1, "1"), (0.5, "0.5"), (1.25, "1.25"), (312.5, "312.5"), (1.5625, "1.563"), (12345.6, "12346"),
        (0.001, "0.001"), (0.0005, "0.0005"), (0.000012, "1.2e-5"), (2.9e-9, "2.9e-9"), (1e6, "1e6"),
        (9.9999e99, "1e100"),
        (-2.5, "-2.5"), (.nan, "NaN"), (.infinity, "Inf"), (-.infinity, "-Inf"), (2.5e-308, "2.5e-308"),
        (1.7976931348623157e308, "1.8e308"),
    ])
    func shortIsWhatAnOperatorReads(value: Double, text: String) {
        #expect(Figure.short(value) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (1, "1.000"), (0.5, "0.5000"), (0.99999, "1.000"), (9.99999, "10.00"), (312.5, "312.5"),
        (300, "300.0"), (12345.6, "12346"), (0.001, "0.001000"), (0.00099999, "0.001000"), (0.000012, "1.20e-5"),
        (1e-7, "1.00e-7"), (-2.5, "-2.500"), (.nan, "NaN"), (.infinity, "Inf"),
    ])
    func measuredKeepsItsWidth(value: Double, text: String) {
        #expect(Figure.measured(value) == text)
    }

    @Test(arguments: [
        (0.0, "0%"), (1, "100%"), (0.968, "96.8%"), (0.99999, "99.9%"), (0.00001, "0.1%"), (1.5, "150.0%"),
        (-0.2, "-20.0%"), (.nan, "NaN"),
    ])
    func percentagesTellAllFromNearlyAll(share: Double, text: String) {
        #expect(Figure.percent(share) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func countsHaveCommas(value: Int, text: String) {
        #expect(Figure.count(value) == text)
    }

    @Test(arguments: [(0.0, "0:00"), (75.9, "1:15"), (3700, "1:01:40"), (.nan, "-:--"), (-1, "-:--")])
    func clocksTick(seconds: Double, text: String) {
        #expect(Figure.clock(seconds) == text)
    }

    @Test(arguments: [
        (0.0, 1.0, false), (2.2, 2.4, false), (1e-9, 1e9, true), (0.9, 1.1, true), (-5, 5, false), (1, 1, true),
        (0, 0, false),
        (1e-300, 1e300, true), (-1.7e308, 1.7e308, false),
    ])
    func scalesShowTheirRangeWithTicksInside(low: Double, high: Double, log: Bool) {
        let scale = Scale(low: low, high: high, wantsLog: log)
        #expect(scale.position(low) <= scale.position(high))
        #expect((0...1).contains(scale.position(low)) && (0...1).contains(scale.position(high)))
        for limit in 1...12 {
            let ticks = scale.ticks(limit: limit)
            #expect(ticks.count <= limit)
            #expect(ticks == ticks.sorted())
            #expect(ticks.allSatisfy { $0 >= scale.low && $0 <= scale.high })
        }
    }
}
