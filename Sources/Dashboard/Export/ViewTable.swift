import Telemetry

extension Workspace {
    /// The numbers of the steps that the charts show, as CSV: a row for each step of each metric, or for each stretch of steps
    /// where that is as exact as they are kept.
    public var csv: String {
        let scene = scene()
        let places = scene.axis.first..<scene.axis.last + 1
        var rows = ["metric,first_step,last_step,low,high,last,not_finite"]
        for (name, series) in scene.state.allSeries {
            series.forEachBucket(over: places) { covered, bucket in
                let steps = [covered.lowerBound, covered.upperBound - 1].map { place in
                    scene.state.places.step(at: place).map(String.init) ?? ""
                }
                let numbers = [
                    bucket.hasFinite ? bucket.low : .nan, bucket.hasFinite ? bucket.high : .nan, bucket.last,
                ]
                let cells = [csvField(name)] + steps + numbers.map(shortest) + [String(bucket.nonFinite)]
                rows.append(cells.joined(separator: ","))
            }
        }
        return rows.joined(separator: "\n") + "\n"
    }
}

extension RunState {
    /// Every series that has a value, by its name on the wire.
    fileprivate var allSeries: [(String, Series)] {
        let known = Metric.allCases.map { ($0.info.key, series[$0]) }
        return (known + series.named.map { ($0.name, $0.series) }).filter { !$0.1.isEmpty }
    }
}
