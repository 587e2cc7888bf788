import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// How long a screen of a long recording takes, against TensorBoard's load of the same numbers.
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

    @Option(help: "Rounds, in each of which every side reads it.")
    var rounds = 5

    @Option(help: ArgumentHelp("tensorboard or none.", valueName: "name"))
    var peers = "tensorboard"

    @OptionGroup var output: TableOption

    func run() throws {
        try reportingTrouble {
            signal(SIGPIPE, SIG_IGN)
            guard rounds > 0 else { throw Trouble("rounds must be above 0", status: 2) }
            guard ["tensorboard", "none"].contains(peers) else {
                throw Trouble("there is no peer '\(peers)' (there are: tensorboard, none)", status: 2)
            }
            let counts = try steps.split(separator: ",").map { word in
                guard let count = Int(word), (1...100_000_000).contains(count) else {
                    throw Trouble("steps: '\(word)' is not a number from 1 to 100000000", status: 2)
                }
                return count
            }
            let file = try output.file()
            let python = peers == "none" ? nil : try PythonEnvironment.python(with: [.training, .logging])
            warnOfOtherPrograms()
            let readings = try counts.map { count in
                try withTemporaryFolder { try reading(steps: count, in: $0, python) }
            }
            let text = "\(Machine().heading)\n\n" + Comparison.markdown(readings)
            say(text)
            try file?.write(text)
        }
    }

    private func reading(steps: Int, in folder: String, _ python: String?) throws -> Reading {
        let path = folder + "/recording.jsonl"
        let bytes = try RecordingOfDraws.write(steps: steps, to: path)
        let trimtab = try Checkout.trimtab()
        let peer = try python.map { python in
            let events = folder + "/events"
            guard mkdir(events, 0o755) == 0 else { throw Trouble("cannot make \(events)") }
            return try WorkerProcess(
                "TensorBoard",
                [python, "\(Checkout.peers)/loading_side.py", "\(steps)", events],
                environment: ["PYTHONDONTWRITEBYTECODE=1"],
                cores: 0
            )
        }
        _ = try peer?.load()
        var (ours, its): ([Double], [Double]) = ([], [])
        for round in 0...rounds {
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
