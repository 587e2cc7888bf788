import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// How long it takes to show a long recording, against TensorBoard's load of the same numbers.
struct ReadingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reading",
        abstract: "Measure how long a recording takes to reach the screen, against TensorBoard.",
        discussion: """
            A recording of random numbers is written to a temporary folder, with an event file of the same numbers, and read \
            from the page cache. 'trimtab frame' is timed from start to end, TensorBoard's data server only while it loads, \
            keeping 1,000 points of each series.
            """
    )

    @Option(
        help: ArgumentHelp("Steps of the recordings; 10,000,000 need 4.5 GB.", valueName: "counts")
    )
    var steps = "1000000"

    @OptionGroup var turns: TurnOptions

    func run() throws {
        try turns.report {
            let peers = try turns.chosen(of: ["tensorboard"]) { $0 }
            let counts = try counts(steps, "steps", in: 1...100_000_000)
            let python = peers.isEmpty ? nil : try PythonEnvironment.python(with: [.training, .logging])
            warnOfOtherPrograms()
            let readings = try counts.map { count in
                try withTemporaryFolder { try reading(steps: count, in: $0, python) }
            }
            return "\(Machine().heading)\n\n" + Comparison.markdown(readings)
        }
    }

    private func reading(steps: Int, in folder: String, _ python: String?) throws -> Reading {
        let path = folder + "/recording.jsonl"
        let bytes = try RecordingOfDraws.write(steps: steps, to: path)
        let trimtab = try Checkout.trimtab()
        let peer = try python.map { python in
            let events = folder + "/events"
            guard unsafe mkdir(events, 0o755) == 0 else { throw Trouble("cannot make \(events)") }
            return try WorkerProcess(
                "TensorBoard",
                [python, "\(Checkout.peers)/loading_side.py", "\(steps)", events],
                environment: ["PYTHONDONTWRITEBYTECODE=1"],
                cores: 0
            )
        }
        _ = try peer?.load()
        var (ours, its): ([Double], [Double]) = ([], [])
        for round in 0...turns.rounds {
            let start = monotonicSeconds()
            guard runProgram([trimtab, "frame", path], isSilent: true) else {
                throw Trouble("trimtab frame failed; what it said is above")
            }
            // The first reading brings the file into the cache.
            if round > 0 { ours.append(monotonicSeconds() - start) }
            if round > 0, let peer { its += try peer.time("load", blocks: 1, steps: 1) }
        }
        return Reading(steps: steps, bytes: bytes, ours: ours, peer: peer.map { ($0.version, its) })
    }
}
