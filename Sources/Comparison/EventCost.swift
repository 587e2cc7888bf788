import Telemetry

/// What one way to report a step costs the thread that trains.
public struct EventCost: Sendable {
    public let name: String
    /// The seconds of a step's report in each round: the median of the means of many blocks.
    public let rounds: [Double]
    /// How often the training thread called the heap for a report; nil where that was not counted.
    public let allocations: Double?

    public init(name: String, rounds: [Double], allocations: Double?) {
        self.name = name
        self.rounds = rounds
        self.allocations = allocations
    }
}

/// The table of what reports cost, a line each, and how many times as long as `reference` each takes.
public func markdown(_ costs: [EventCost], over reference: EventCost) -> String {
    let lines = costs.map { cost in
        let time = Spread(cost.rounds)
        let ratio = Spread(cost.rounds, over: reference.rounds)
        let cells = [
            cost.name,
            "\(nanoseconds(time.median)) (\(nanoseconds(time.low))–\(nanoseconds(time.high)))",
            "\(times(ratio.median)) (\(times(ratio.low))–\(times(ratio.high)))",
            cost.allocations.map { NumberFormat.compact($0, digits: 3) } ?? "–",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
    let head = ["| a step goes to | ns (low–high) | ÷ \(reference.name) | heap calls |", "|---|---|---|---|"]
    return (head + lines).joined(separator: "\n") + "\n"
}

private func nanoseconds(_ seconds: Double) -> String {
    let nanoseconds = seconds * 1e9
    return nanoseconds < 100
        ? NumberFormat.fixed(nanoseconds, places: 1) : NumberFormat.count(Int(nanoseconds.rounded()))
}
