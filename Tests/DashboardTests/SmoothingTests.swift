import Glibc
import Testing

@testable import Dashboard

@Suite struct SmoothingTests {
    private static func noise(_ count: Int, seed: UInt64 = 7) -> [Double] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31) * 10 - 2
        }
    }

    /// Σ dⁿ⁻ⁱ xᵢ / Σ dⁿ⁻ⁱ, which is what the correction of the beginning comes to.
    private func weighted(_ values: ArraySlice<Double>, _ decay: Double) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for (age, value) in values.reversed().enumerated() {
            sum += pow(decay, Double(age)) * value
            weight += pow(decay, Double(age))
        }
        return sum / weight
    }

    @Test(arguments: [0.0, 0.5, 0.9, 0.97]) func `average is the weighted mean of all values`(decay: Double) throws {
        let values = Self.noise(200)
        var average = MovingAverage(decay: decay)
        #expect(average.value == nil)
        for (index, value) in values.enumerated() {
            average.add(value)
            let expected = weighted(values[...index], decay)
            #expect(abs(try #require(average.value) - expected) < 1e-10)
        }
    }

    @Test func `a value taken many times is that many values`() throws {
        var (once, often) = (MovingAverage(decay: 0.9), MovingAverage(decay: 0.9))
        for (value, count) in [(3.0, 1), (-1, 4), (8, 17)] {
            once.add(value, count: count)
            for _ in 0..<count { often.add(value) }
        }
        let (left, right) = (try #require(once.value), try #require(often.value))
        #expect(abs(left - right) < 1e-12)
    }

    @Test(arguments: [1, 2, 5, 25]) func `median is the middle of the latest`(length: Int) {
        // Few different values, so that equal ones have to leave one by one.
        let values = Self.noise(300).map { ($0 * 2).rounded() / 2 }
        var median = RunningMedian(length: length)
        #expect(median.value == nil)
        for (index, value) in values.enumerated() {
            median.add(value)
            let window = values[max(0, index - length + 1)...index].sorted()
            #expect(median.value == window[(window.count - 1) / 2])
        }
    }

    @Test(arguments: Smoothing.allCases) func `what is not finite is passed over`(smoothing: Smoothing) {
        guard var clean = smoothing.smoother(), var broken = smoothing.smoother() else {
            #expect(smoothing == .off)
            return
        }
        for (index, value) in Self.noise(60).enumerated() {
            if index % 7 == 3 { for other in [Double.nan, .infinity, -.infinity] { _ = broken.add(other, count: 1) } }
            #expect(clean.add(value, count: 1) == broken.add(value, count: 1))
        }
    }

    @Test func `a series is smoothed from its beginning whatever is shown`() {
        var series = Series()
        let values = Self.noise(900)
        for (step, value) in values.enumerated() { series.append(step == 500 ? .nan : value, at: step) }
        let axis = StepAxis(700...800)
        let smoothed = series.smoothed(by: .light, axis, of: 101)
        #expect(smoothed.map(\.column) == Array(0...100))
        let finite = values.enumerated().filter { $0.offset != 500 }
        for (column, value) in smoothed {
            let until = finite.filter { $0.offset <= 700 + column }.map(\.element)
            #expect(abs(value - weighted(until[...], 0.9)) < 1e-6)
        }
    }

    @Test func `on a logarithmic axis logarithms are smoothed`() {
        var series = Series()
        let values: [Double] = (0..<200).map { (step: Int) -> Double in
            let height = Double(step % 7) - Double(step) / 20
            return step % 10 == 5 ? 0 : exp(height)
        }
        for (step, value) in values.enumerated() { series.append(value, at: step) }
        let smoothed = series.smoothed(by: .light, StepAxis(0...199), of: 200, isLogarithmic: true)
        let positive = values.enumerated().filter { $0.element > 0 }
        for (column, value) in smoothed {
            let until = positive.filter { $0.offset <= column }.map { log($0.element) }
            #expect(abs(log(value) - weighted(until[...], 0.9)) < 1e-6)
        }
    }

    @Test func `buckets of the far past count with their mean`() {
        var series = Series()
        for step in 0..<100_000 { series.append(step % 2 == 0 ? 1 : 3, at: step) }
        let smoothed = series.smoothed(by: .strong, StepAxis(0...99_999), of: 50)
        #expect(smoothed.count == 50)
        // The newest values are exact, and the average leans to the last of them: 3 counts a little more than 1.
        for (_, value) in smoothed { #expect(abs(value - 2) < 0.05) }
    }

    @Test func `the mean of numbers too large to be added is between them`() {
        var bucket = Series.Bucket()
        for _ in 0..<4 { bucket.add(.greatestFiniteMagnitude) }
        #expect(bucket.mean == .greatestFiniteMagnitude)
        #expect(Series.Bucket().mean.isNaN)
    }
}
