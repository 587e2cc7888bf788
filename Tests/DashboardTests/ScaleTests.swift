import Testing

@testable import Dashboard

@Suite struct ScaleTests {
    @Test(
        arguments: [
            (0.0, 1.0, false), (2.2, 2.4, false), (1e-9, 1e9, true), (0.9, 1.1, true), (-5, 5, false), (1, 1, true),
            (0, 0, false),
            (1e-300, 1e300, true), (-1.7e308, 1.7e308, false), (.leastNonzeroMagnitude, .leastNonzeroMagnitude, true),
            (.leastNonzeroMagnitude, 1.7976931348623157e308, true),
            (2024 * .leastNonzeroMagnitude, 0x1p-1030, true),
            (.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude, false),
            (1.7976931348623157e308, 1.7976931348623157e308, true),
            (1.7976931348623157e308, 1.7976931348623157e308, false),
            (-.leastNonzeroMagnitude, .leastNonzeroMagnitude, false),
            (1e300, 1.0000000001e300, false),
        ]
    )
    func `scales show their range with ticks inside`(low: Double, high: Double, log: Bool) {
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

    @Test(arguments: [(1, 2), (0, 1 << 53), ((1 << 53) - 1, 1 << 53), (5, 5)])
    func `steps stand in the columns of their axis`(first: Int, latest: Int) {
        let axis = StepAxis(first: first, latest: latest, total: nil, isOver: false)
        for columns in [1, 2, 600, 2000] {
            for step in [0, first, latest, axis.last, 1 << 53] {
                #expect((0..<columns).contains(axis.column(step, of: columns)))
            }
            for column in [0, columns / 2, columns - 1] {
                let steps = axis.steps(column, of: columns)
                #expect(steps.lowerBound >= first && steps.upperBound <= axis.last + 1)
            }
            #expect(axis.ticks(limit: columns).allSatisfy { (first...axis.last).contains($0) })
        }
    }
}
