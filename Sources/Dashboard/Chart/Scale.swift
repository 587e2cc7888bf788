import Glibc
import Telemetry

/// The vertical scale of a chart, from 0 at the bottom to 1 at the top.
struct Scale: Equatable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool

    /// A scale that shows all of the values from `low` to `high`.
    ///
    /// - Parameter wantsLog: true for a logarithmic scale if `low` is above 0.
    init(low: Double, high: Double, wantsLog: Bool) {
        isLogarithmic = wantsLog && low > 0
        if isLogarithmic {
            // More margin around a flat line, a little around any other.
            let span = log(high) - log(low)
            let air = span < log(1.5) ? 1.25 : exp(span * 0.04)
            self.low = max(low / air, .leastNonzeroMagnitude)
            // Next to the smallest Double the margin would be lost to rounding.
            self.high = min(high * air > self.low ? high * air : self.low * 2, .greatestFiniteMagnitude)
        } else {
            let span = min(high - low, .greatestFiniteMagnitude)
            let air = span > abs(high) * 1e-6 ? span * 0.05 : max(abs(high) * 0.1, 1e-12)
            self.low = low >= 0 && low - air < 0 ? 0 : max(low - air, -.greatestFiniteMagnitude)
            self.high = min(high + air, .greatestFiniteMagnitude)
        }
    }

    /// The position of a value, 0 at the bottom, 1 at the top; values beyond are clamped.
    func position(_ value: Double) -> Double {
        let share: Double
        if isLogarithmic {
            guard value > 0 else { return 0 }
            share = (log(value) - log(low)) / (log(high) - log(low))
        } else {
            // Halved, so that a span beyond the largest Double does not overflow.
            share = (value / 2 - low / 2) / (high / 2 - low / 2)
        }
        return share.isNaN ? 0 : min(max(share, 0), 1)
    }

    /// The row of a value, out of `rows`; row 0 is the top.
    func row(_ value: Double, of rows: Int) -> Int { rows - 1 - Int((position(value) * Double(rows - 1)).rounded()) }

    /// The products of `mantissas` and powers of ten between low and high; empty for a linear scale.
    func decades(_ mantissas: [Double] = [1]) -> [Double] {
        guard isLogarithmic, let first = Int(clamping: floor(log10(low))), let last = Int(clamping: ceil(log10(high))),
            first <= last
        else { return [] }
        return values(mantissas, first...last, by: 1)
    }

    /// Round values between low and high, at most `limit`, in ascending order; low and high if there is no round value, as next
    /// to the smallest Double.
    func ticks(limit: Int) -> [Double] {
        guard limit > 0 else { return [] }
        let ticks = isLogarithmic ? logarithmicTicks(limit) : linearTicks(limit)
        return ticks.isEmpty && low < high ? Array([low, high].prefix(limit)) : ticks
    }

    private func linearTicks(_ limit: Int) -> [Double] {
        let span = high - low
        guard span.isFinite else {
            return Scale(low: low / 10, high: high / 10, isExact: true).linearTicks(limit)
                .map { min(max($0 * 10, low), high) }
        }
        var unit = pow(10, floor(log10(span / Double(limit))))
        guard unit > 0, unit.isFinite else { return [] }
        for factor in [1.0, 2, 5, 10] where span / (unit * factor) <= Double(limit) {
            unit *= factor
            break
        }
        let first = (low / unit).rounded(.up)
        var ticks: [Double] = []
        while ticks.count < limit, (first + Double(ticks.count)) * unit <= high {
            ticks.append((first + Double(ticks.count)) * unit)
        }
        return ticks
    }

    private func logarithmicTicks(_ limit: Int) -> [Double] {
        guard let first = Int(clamping: floor(log10(low))), let last = Int(clamping: ceil(log10(high))), first <= last
        else { return [] }
        let densest = values([1, 2, 5], first...last, by: 1)
        if densest.count < 2 { return linearTicks(limit) }
        for mantissas in [[1.0, 2, 5], [1.0, 3], [1.0]] {
            let ticks = values(mantissas, first...last, by: 1)
            if ticks.count <= limit, !ticks.isEmpty { return ticks }
        }
        var stride = 2
        while values([1], first...last, by: stride).count > limit { stride += 1 }
        return values([1], first...last, by: stride)
    }

    private func values(_ mantissas: [Double], _ exponents: ClosedRange<Int>, by step: Int) -> [Double] {
        stride(from: exponents.lowerBound, through: exponents.upperBound, by: step).flatMap { exponent in
            mantissas.map { $0 * pow(10, Double(exponent)) }
        }.filter { $0 >= low && $0 <= high }
    }
}
