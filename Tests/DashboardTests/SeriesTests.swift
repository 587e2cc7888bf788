import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

extension Series {
    /// All that is kept.
    var buckets: [(steps: Range<Int>, bucket: Bucket)] {
        var all: [(Range<Int>, Bucket)] = []
        forEachBucket(over: steps) { all.append(($0, $1)) }
        return all
    }
}

@Suite struct SeriesTests {
    /// The most that may be kept at so many scales.
    private func limit(scales: Int) -> Int {
        Series.exact + Series.batch + scales * (Series.perScale + Series.batch)
    }

    @Test(arguments: [1, 100, Series.exact, Series.exact + Series.batch, 100_000, 1_000_000])
    func `memory is bounded and nothing is lost`(count: Int) {
        var series = Series()
        for step in 0..<count { series.append(step == count / 3 ? 9 : step == count / 2 ? -9 : 1, at: step) }
        #expect(series.keptCount <= limit(scales: 10))
        #expect(series.buckets.reduce(0) { $0 + $1.bucket.count } == count && series.whole.count == count)
        if count > 2 { #expect(series.whole.high == 9 && series.whole.low == -9) }
        #expect(series.last == 1 || count <= 2)
    }

    @Test func `a spike stays at its place at every scale`() {
        for spike in [0, 1, 4095, 4096, 77_777, 99_999] {
            var series = Series()
            for step in 0..<100_000 { series.append(step == spike ? 1e6 : 1, at: step) }
            var window = 1
            while window < 200_000 {
                #expect(series.bucket(over: max(0, spike - window / 3)..<spike + window).high == 1e6)
                window *= 3
            }
            let peak = series.buckets.filter { $0.bucket.high == 1e6 }
            #expect(peak.count == 1 && peak[0].steps.contains(spike))
        }
    }

    /// The latest 2,048 buckets of every scale are there: a value that is a steps old lies in one of at most a / 1,024.
    @Test func `the recent past is exact and the far past coarse`() {
        for count in [10, 3_000, 50_000, 300_001] {
            var series = Series()
            for step in 1...count {
                series.append(Double(step * 7919 % 1000), at: step)
                guard step == count || step % 9973 == 0 else { continue }
                var end = 1
                for (steps, bucket) in series.buckets {
                    #expect(steps.contains(end) && steps.count <= max(1, (step - end) / Series.perScale))
                    end += bucket.count
                }
                #expect(end == step + 1)
            }
            for step in max(1, count - Series.exact + 1)...count {
                #expect(series.bucket(over: step..<step + 1).last == Double(step * 7919 % 1000))
            }
        }
    }

    /// Every window has the extremes of its steps, and none of steps beyond the buckets at its edges.
    @Test(arguments: 1...6) func `windows have the extremes of their steps`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (stride, count) = ([1, 1, 3, 50, 1000, 1][Int(seed) - 1], 20_000)
        var (series, values): (Series, [(step: Int, value: Double)]) = (Series(), [])
        var step = 0
        for _ in 0..<count {
            step += 1 + (stride == 1 ? 0 : Int.random(in: 0..<2 * stride, using: &random))
            let value = Int.random(in: 0..<50, using: &random) == 0 ? .nan : Double.random(in: -1...1, using: &random)
            // Some come late, some steps have several values.
            let place = seed == 6 ? max(0, step - Int.random(in: 0..<5000, using: &random)) : step
            series.append(value, at: place)
            values.append((place, value))
        }
        #expect(series.whole.count == count)
        for _ in 0..<50 {
            let (one, other) = (Int.random(in: 0...step, using: &random), Int.random(in: 0...step, using: &random))
            let window = min(one, other)..<max(one, other) + 1
            var covered = window
            series.forEachBucket(over: window) { steps, _ in
                covered = min(covered.lowerBound, steps.lowerBound)..<max(covered.upperBound, steps.upperBound)
            }
            let found = series.bucket(over: window)
            let (inside, around) = (exactly(values, window), exactly(values, covered))
            #expect(found.low <= inside.low && found.high >= inside.high && found.count >= inside.count)
            #expect(found.low >= around.low && found.high <= around.high && found.count <= around.count)
            #expect(found.nonFinite >= inside.nonFinite && found.nonFinite <= around.nonFinite)
        }
    }

    private func exactly(_ values: [(step: Int, value: Double)], _ steps: Range<Int>) -> Series.Bucket {
        var bucket = Series.Bucket()
        for (step, value) in values where steps.contains(step) { bucket.add(value) }
        return bucket
    }

    @Test func `non finite values are counted and never averaged`() {
        var series = Series()
        for (step, value) in [Double]([1, .nan, 3, .infinity, -.infinity]).enumerated() {
            series.append(value, at: step)
        }
        #expect(series.whole.nonFinite == 3)
        #expect(series.whole.low == 1)
        #expect(series.whole.high == 3)
        #expect(series.last == -.infinity)
    }

    @Test func `a run that begins late wastes nothing`() {
        var series = Series()
        for step in 1_000_000..<1_000_100 { series.append(1, at: step) }
        #expect(series.keptCount == 100 && series.buckets.allSatisfy { $0.steps.count == 1 })
    }

    @Test func `steps without a value leave a gap`() {
        var series = Series()
        series.append(1, at: 10)
        series.append(2, at: 20)
        #expect(series.bucket(over: 11..<20).count == 0)
        #expect(series.bucket(over: 0..<1000).count == 2)
    }

    @Test func `values far apart are kept as long as others`() {
        for distance in [50, 1000, 1 << 40] {
            var series = Series()
            for index in 0..<10_000 { series.append(Double(index), at: index * distance) }
            #expect(series.keptCount <= limit(scales: 3))
            #expect(
                series.buckets.suffix(Series.exact).map { Int($0.bucket.last) } == Array(10_000 - Series.exact..<10_000)
            )
        }
    }

    @Test func `what comes late goes to its place and is not the last`() {
        var series = Series()
        for step in 1...20_000 where step != 70 && step != 19_000 { series.append(1, at: step) }
        series.append(7, at: 19_000)
        series.append(8, at: 70)
        series.append(9, at: -5)
        #expect(series.last == 1 && series.origin == -5 && series.lastStep == 20_000 && series.whole.high == 9)
        #expect(series.bucket(over: 19_000..<19_001).last == 7)
        #expect(series.bucket(over: 70..<71).high == 8)
        // Any number of them takes no more memory.
        for step in 1...30_000 { series.append(0, at: -step) }
        #expect(series.keptCount <= limit(scales: 8) && series.whole.count == 50_001)
    }
}
