import Telemetry

extension Measurement {
    /// What the terminal shows of it.
    public var block: String {
        let words = "\(workload.name) \(workload.title), \(operation.title), \(NumberFormat.plural(threads, "thread"))"
        let facts = [
            "\(NumberFormat.count(workload.parameters)) parameters",
            operation.cost.flops > 0 ? "\(NumberFormat.compact(operation.cost.flops / 1e6)) MFLOP" : nil,
            "same results to \(NumberFormat.compact(difference, digits: 3))",
            "other load \(NumberFormat.compact(otherLoad, digits: 2)) cores",
            workload.trainedBelow.map { loss in
                let steps = sides.map { $0.stepsBefore.map(NumberFormat.count) ?? "–" }.joined(separator: " / ")
                return "trained before to a loss below \(NumberFormat.compact(loss)) in \(steps) steps"
            },
            allocations.map { "\(NumberFormat.compact($0, digits: 3)) heap calls a step" },
        ]
        var rows = [["", "step", "(low–high)", "÷ ours", "(low–high)", "× floor", "peak MiB", "of which its own"]]
        for (place, side) in sides.enumerated() {
            let (time, ratio) = (Spread(side.rounds), ratio(side))
            rows.append([
                side.name,
                duration(time.median),
                "(\(duration(time.low))–\(duration(time.high)))",
                place == 0 ? "" : times(ratio.median),
                place == 0 ? "" : "(\(times(ratio.low))–\(times(ratio.high)))",
                times(timesFloor(side).median),
                mebibytes(side.memory.peak),
                mebibytes(side.memory.peak - side.memory.start),
            ])
        }
        rows.append(["floor", duration(Spread(floors).median)])
        return "\(words)\n  \(facts.compactMap { $0 }.joined(separator: ", "))\n" + columns(rows, indent: 2)
    }

    /// A row of a table of the same peers.
    fileprivate var row: String {
        let ours = sides[0]
        let cells = sides.dropFirst().map { side in
            let ratio = ratio(side)
            return "\(duration(Spread(side.rounds).median)), **\(times(ratio.median))×** "
                + "(\(times(ratio.low))–\(times(ratio.high)))"
        }
        let memory = sides.map { mebibytes($0.memory.peak) }.joined(separator: " / ")
        let what = "\(workload.name) \(workload.title)" + (operation.name == "step" ? "" : ", \(operation.title)")
        let all =
            [what, "\(threads)", duration(Spread(ours.rounds).median)] + cells
            + [times(timesFloor(ours).median), memory]
        return "| " + all.joined(separator: " | ") + " |"
    }
}

/// The report's tables: a line for each measurement; of each peer its time and how many times ours that is. Measurements
/// with other peers than those before begin a table of their own.
public func markdown(_ measurements: [Measurement]) -> String {
    var tables: [(peers: [String], measurements: [Measurement])] = []
    for measurement in measurements {
        let peers = measurement.sides.dropFirst().map(\.name)
        if tables.last?.peers != peers { tables.append((peers, [])) }
        tables[tables.endIndex - 1].measurements.append(measurement)
    }
    return tables.map { table($0.measurements, $0.peers) }.joined(separator: "\n")
}

private func table(_ measurements: [Measurement], _ peers: [String]) -> String {
    let head = ["workload", "threads", "ours"] + peers + ["ours × floor", "peak MiB of each"]
    let lines =
        ["| " + head.joined(separator: " | ") + " |", "|" + String(repeating: "---|", count: head.count)]
        + measurements.map(\.row)
    return lines.joined(separator: "\n") + "\n"
}

/// Seconds in the unit that suits them: 98.1 µs, 76.4 ms, 1.23 s.
func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<1e-3: "\(NumberFormat.compact(seconds * 1e6, digits: 3)) µs"
    case ..<1: "\(NumberFormat.compact(seconds * 1e3, digits: 3)) ms"
    default: "\(NumberFormat.compact(seconds, digits: 3)) s"
    }
}

/// A ratio with the places that such measurements bear.
func times(_ ratio: Double) -> String { NumberFormat.fixed(ratio, places: ratio < 10 ? 2 : ratio < 100 ? 1 : 0) }

private func mebibytes(_ kibibytes: Int) -> String { NumberFormat.count((kibibytes + 512) / 1024) }

/// Rows with their cells below each other.
func columns(_ rows: [[String]], indent: Int) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
        rows.map { $0.count > column ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
    }
    let lines = rows.map { row in
        var line = String(repeating: " ", count: indent)
        for (cell, width) in zip(row, widths) {
            line += cell + String(repeating: " ", count: width - cell.unicodeScalars.count + 2)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
    return lines.joined()
}
