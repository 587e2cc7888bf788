import Telemetry

/// How long a recording takes to read.
public struct Reading: Sendable {
    public let steps: Int
    public let bytes: Int
    /// The seconds of each round.
    public let ours: [Double]
    /// The same for another program and the same numbers.
    public let peer: (name: String, rounds: [Double])?

    public init(steps: Int, bytes: Int, ours: [Double], peer: (name: String, rounds: [Double])?) {
        self.steps = steps
        self.bytes = bytes
        self.ours = ours
        self.peer = peer
    }

    fileprivate var row: String {
        let time = Spread(ours)
        var cells = [
            NumberFormat.count(steps), "\(NumberFormat.count(bytes / steps))",
            "\(duration(time.median)) (\(duration(time.low))–\(duration(time.high)))",
            "\(NumberFormat.rate(Double(bytes) / time.median / 1e6)) MB/s",
        ]
        if let peer {
            let ratio = Spread(peer.rounds, over: ours)
            cells.append(
                "\(peer.name): \(duration(Spread(peer.rounds).median)), **\(times(ratio.median))×** "
                    + "(\(times(ratio.low))–\(times(ratio.high)))"
            )
        } else {
            cells.append("–")
        }
        return "| " + cells.joined(separator: " | ") + " |"
    }
}

/// The table of readings, a line each.
public func markdown(_ readings: [Reading]) -> String {
    let head = ["| steps | bytes a step | `trimtab frame` | | its load of the same numbers |", "|---|---|---|---|---|"]
    return (head + readings.map(\.row)).joined(separator: "\n") + "\n"
}
