import Telemetry

/// The quantity that the labels of the step axis show.
enum XAxis: String, CaseIterable, Sendable {
    case step, time, epoch

    var next: XAxis {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

/// A labeled position on the step axis.
struct AxisTick: Equatable {
    var position: Int
    var label: String
}

extension Scene {
    /// Columns between two labels.
    private static let labelGap = 5

    /// Ticks at round steps, times or epochs, from the left, as many as fit.
    func axisTicks(columns: Int) -> [AxisTick] {
        switch view.xAxis {
        case .step: stepTicks(columns)
        case .time:
            ticks(
                of: state.series.times,
                width: NumberFormat.clock(state.series.times.last ?? 0).count,
                columns,
                Self.clockUnits
            ) {
                NumberFormat.clock($0)
            }
        case .epoch: ticks(of: state.series.epochs, width: 6, columns, Self.countUnits) { NumberFormat.count(Int($0)) }
        }
    }

    /// The label of a position; nil if its value is unknown.
    func axisLabel(of position: Int) -> String? {
        switch view.xAxis {
        case .step: state.positions.step(at: position).map(NumberFormat.count)
        case .time: state.series.times.reading(at: position).map { NumberFormat.clock($0.bucket.last) }
        case .epoch: state.series.epochs.reading(at: position).map { NumberFormat.compact($0.bucket.last) }
        }
    }

    private func stepTicks(_ columns: Int) -> [AxisTick] {
        let ends = [axis.first, axis.last].compactMap { state.positions.step(at: $0) }
        let widest = ends.map { NumberFormat.count($0).count }.max() ?? 1
        return axis.ticks(limit: max(2, columns / (widest + Self.labelGap))).compactMap { position in
            state.positions.step(at: position).map { AxisTick(position: position, label: NumberFormat.count($0)) }
        }
    }

    /// The distances of ticks in seconds.
    private static let clockUnits: [Double] =
        [1, 2, 5, 10, 15, 30].flatMap { [$0, $0 * 60] }.sorted()
        + [3600, 7200, 10800, 21600, 43200, 86400]

    private static let countUnits: [Double] = [1, 2, 5]

    /// Ticks at the positions at which a rising series reaches round values.
    private func ticks(
        of series: Series,
        width: Int,
        _ columns: Int,
        _ units: [Double],
        _ label: (Double) -> String
    ) -> [AxisTick] {
        let range = series.bucket(over: axis.steps)
        guard range.hasFinite else { return [] }
        let limit = Double(max(2, columns / (width + Self.labelGap)))
        let last = units[units.count - 1]
        var unit = units.first { (range.high - range.low) / $0 <= limit } ?? last
        while (range.high - range.low) / unit > limit { unit *= unit / last < 2 ? 2 : 5 }
        var next = (range.low / unit).rounded(.up) * unit
        var ticks: [AxisTick] = []
        series.forEachBucket(over: axis.steps) { positions, bucket in
            while bucket.hasFinite, bucket.high >= next {
                let share = bucket.high > bucket.low ? max(0, (next - bucket.low) / (bucket.high - bucket.low)) : 0
                let offset = Int((share * Double(positions.count - 1)).rounded(.up))
                let position = positions.lowerBound + offset
                if axis.steps.contains(position) { ticks.append(AxisTick(position: position, label: label(next))) }
                next += unit
            }
        }
        return ticks
    }
}
