import Testing

@testable import Dashboard

@Suite struct SeriesTests {
    @Test(arguments: [1, 100, Series.capacity, Series.capacity + 1, 100_000, 1_000_000])
    func memoryIsBoundedAndNothingIsLost(count: Int) {
        var series = Series()
        for step in 0..<count { series.append(step == count / 3 ? 9 : step == count / 2 ? -9 : 1, at: step) }
        #expect(series.buckets.count <= Series.capacity)
        #expect(series.buckets.reduce(0) { $0 + $1.count } == count)
        if count > 2 {
            #expect(series.whole.high == 9)
            #expect(series.whole.low == -9)
        }
        #expect(series.last == 1 || count <= 2)
    }

    @Test func aSpikeStaysAtItsPlaceAtEveryScale() {
        for spike in [0, 1, 4095, 4096, 77_777, 99_999] {
            var series = Series()
            for step in 0..<100_000 { series.append(step == spike ? 1e6 : 1, at: step) }
            #expect(series.bucket(over: spike..<spike + 1).high == 1e6)
            #expect(series.bucket(over: 0..<100_000).high == 1e6)
        }
    }

    @Test func nonFiniteValuesAreCountedAndNeverAveraged() {
        var series = Series()
        for (step, value) in [Double]([1, .nan, 3, .infinity, -.infinity]).enumerated() {
            series.append(value, at: step)
        }
        #expect(series.whole.nonFinite == 3)
        #expect(series.whole.low == 1)
        #expect(series.whole.high == 3)
        #expect(series.last == -.infinity)
    }

    @Test func aRunThatBeginsLateWastesNothing() {
        var series = Series()
        for step in 1_000_000..<1_000_100 { series.append(1, at: step) }
        #expect(series.stepsPerBucket == 1)
        #expect(series.buckets.count == 100)
    }

    @Test func stepsWithoutAValueLeaveAGap() {
        var series = Series()
        series.append(1, at: 10)
        series.append(2, at: 20)
        #expect(series.bucket(over: 11..<20).count == 0)
        #expect(series.bucket(over: 0..<1000).count == 2)
    }
}
