import Telemetry

extension Workspace {
    /// The numbers that the charts show, as CSV: a row per metric and step, or per bucket of steps where single steps are no
    /// longer kept.
    public var csv: String {
        let scene = scene()
        let positions = scene.axis.first..<scene.axis.last + 1
        var rows = ["metric,first_step,last_step,low,high,last,not_finite"]
        for (name, series) in scene.state.allSeries {
            series.forEachBucket(over: positions) { covered, bucket in
                let steps = [covered.lowerBound, covered.upperBound - 1].map { position in
                    scene.state.positions.step(at: position).map(String.init) ?? ""
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
    /// Every series with a value, by its key.
    fileprivate var allSeries: [(String, Series)] {
        let known = Metric.allCases.map { ($0.info.key, series[$0]) }
        return (known + series.named.map { ($0.name, $0.series) }).filter { !$0.1.isEmpty }
    }
}
