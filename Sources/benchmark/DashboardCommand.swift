import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// What the dashboard costs, and how long it takes: frames, bytes, keys, recordings and pipes.
struct DashboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Measure what the dashboard costs: frames, bytes to the terminal, keys, recordings, pipes."
    )

    @Option(help: ArgumentHelp("Steps of the runs whose frames are timed.", valueName: "counts"))
    var frames = "1000,100000,10000000"

    @Option(help: ArgumentHelp("Steps of the recordings that are opened.", valueName: "counts"))
    var recordings = "1000000,10000000"

    @OptionGroup var output: TableOption

    func run() throws {
        try reportingTrouble {
            signal(SIGPIPE, SIG_IGN)
            let (frames, recordings) = (try counts(frames, "frames"), try counts(recordings, "recordings"))
            let file = try output.file()
            let busy = BusyTime()
            warnOfOtherPrograms()
            var rows = frames.map { steps in
                let spread = Spread(DashboardCosts.frames(steps: steps))
                return row(
                    "one more step and its picture, \(NumberFormat.count(steps)) steps",
                    spread,
                    1e3,
                    "ms",
                    "≤ 2 ms"
                )
            }
            rows += try screen()
            rows += try withTemporaryFolder { folder in try recordings.flatMap { try recording(steps: $0, in: folder) }
            }
            let (seconds, others) = busy.sinceThen()
            let text =
                "\(Machine().heading) The screen has \(DashboardCosts.columns)×\(DashboardCosts.rows) cells. All processors "
                + "together were busy for \(NumberFormat.compact(others / seconds, digits: 2)) cores' time meanwhile.\n\n"
                + (["| | median (low–high) | wanted |", "|---|---|---|"] + rows).joined(separator: "\n") + "\n"
            say(text)
            try file?.write(text)
        }
    }

    private func counts(_ text: String, _ name: String) throws -> [Int] {
        try text.split(separator: ",").map { word in
            guard let count = Int(word), (1...100_000_000).contains(count) else {
                throw Trouble("\(name): '\(word)' is not a number from 1 to 100000000", status: 2)
            }
            return count
        }
    }

    private func screen() throws -> [String] {
        let bytes = try DashboardCosts.bytes()
        let share = Spread(bytes.step.map { $0 / bytes.whole })
        return [
            row(
                "bytes of one more step ÷ the whole screen's \(NumberFormat.count(Int(bytes.whole)))",
                share,
                1,
                "",
                "≤ 0.2"
            ),
            row(
                "key to its effect, two runs as fast as they go",
                Spread(try DashboardCosts.keys()),
                1e3,
                "ms",
                "≤ 20 ms"
            ),
        ]
    }

    private func recording(steps: Int, in folder: String) throws -> [String] {
        let (path, spike) = (folder + "/\(steps).jsonl", steps / 7 * 5 + 3)
        _ = try RecordingOfDraws.write(steps: steps, to: path, spike: spike)
        // The first one brings the file into the cache.
        let openings = try (0...3).map { _ in try DashboardCosts.opening(path, steps: steps) }.dropFirst()
        let (name, isLong) = (NumberFormat.count(steps), steps > 3_000_000)
        var rows = [
            row(
                "\(name) steps from a file to the end of it",
                Spread(openings.map(\.seconds)),
                1,
                "s",
                isLong ? "≤ 3 s" : "≤ 0.5 s"
            ),
            row("its memory", Spread(openings.map { Double($0.memory) }), 1e-6, "MB", "≤ 300 MB"),
            row("its processor time while nothing moves", Spread([try DashboardCosts.idle(path)]), 100, "%", "< 1 %"),
        ]
        rows += try moves(path, name, (spike, RecordingOfDraws.spikeLoss))
        guard !isLong else { return rows }
        let pipe = try DashboardCosts.pipe(path, steps: steps, rate: 1e6)
        rows.append(row("\(name) steps a second offered by a pipe: taken", Spread([pipe.rate]), 1, "steps/s", "all"))
        let growth = Double(pipe.memory.1 - pipe.memory.0)
        rows.append(row("growth from a fifth of the way to the end", Spread([growth]), 1e-6, "MB", "≤ 64 MB are kept"))
        return rows
    }

    private func moves(_ path: String, _ name: String, _ spike: (step: Int, loss: Double)) throws -> [String] {
        var recording = try RecordingMoves(path)
        defer { recording.close() }
        let scrubs = Spread(recording.scrub().map { 1 / $0 })
        let zooms = recording.zoom(to: spike)
        let sight = zooms.blind == 0 ? "seen at each of 24 zooms" : "not seen at \(zooms.blind) of 24 zooms"
        let end = zooms.isReached ? "step and value reached" : "step and value not reached"
        return [
            row("\(name) steps: pictures a second of jumps by 5 %", scrubs, 1, "", "≥ 30"),
            row("pictures a second of zooms", Spread(zooms.seconds.map { 1 / $0 }), 1, "", "≥ 30"),
            "| a spike of one step, from the whole run to the step | \(sight), \(end) | seen, reached |",
        ]
    }

    private func row(_ name: String, _ spread: Spread, _ scale: Double, _ unit: String, _ wanted: String) -> String {
        let figures = [spread.median, spread.low, spread.high].map { NumberFormat.compact($0 * scale, digits: 3) }
        let ends = spread.low == spread.high ? "" : " (\(figures[1])–\(figures[2]))"
        return "| \(name) | \(figures[0]) \(unit)\(ends) | \(wanted) |"
    }
}
