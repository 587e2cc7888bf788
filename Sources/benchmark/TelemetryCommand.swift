import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// What reporting a step costs the training thread, against others that log six numbers.
struct TelemetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telemetry",
        abstract: "Measure what reporting a step costs training, against W&B, TensorBoard and plain JSON.",
        discussion: """
            Trimtab trains its demo 'digits', with its events going nowhere, to a dashboard, or into a recording; only the \
            call that passes a step on is timed, on the training thread. The others log six numbers per step between two \
            matrix products.
            """
    )

    @OptionGroup var turns: TurnOptions

    func run() throws {
        try turns.report {
            let peers = try turns.chosen(of: LoggingPeer.allCases, by: \.rawValue)
            let python = peers.isEmpty ? nil : try PythonEnvironment.python(with: [.training, .logging])
            warnOfOtherPrograms()
            return try withTemporaryFolder { folder in
                let reporters =
                    try Destination.allCases.map { try Reporter($0, in: folder) }
                    + peers.map { try Reporter($0, python: python ?? "", in: folder) }
                // No worker may still write when the folder is removed.
                defer { reporters.forEach { $0.worker.end() } }
                let costs = try measure(reporters)
                let reference = costs[Destination.allCases.firstIndex(of: .recording)!]
                let versions = reporters.dropFirst(Destination.allCases.count).map(\.worker.version)
                return
                    "\(Machine().heading) Peers: \(versions.isEmpty ? "none" : versions.joined(separator: ", ")).\n\n"
                    + Comparison.markdown(costs, over: reference)
            }
        }
    }

    private func measure(_ reporters: [Reporter]) throws -> [EventCost] {
        var rounds = reporters.map { _ in [Double]() }
        // The first steps allocate memory that later ones reuse.
        for reporter in reporters {
            _ = try reporter.worker.time("report", blocks: 1, steps: reporter.blockSteps * reporter.blocks)
        }
        for round in 0..<turns.rounds {
            for turn in reporters.indices {
                // Each round begins with a different one.
                let place = (turn + round) % reporters.count
                let reporter = reporters[place]
                let times = try reporter.worker.time("report", blocks: reporter.blocks, steps: reporter.blockSteps)
                rounds[place].append(Spread(times).median)
            }
        }
        return try zip(reporters, rounds).map { reporter, rounds in
            let steps = 5000
            let calls = reporter.isOurs ? try reporter.worker.allocations(steps: steps) : nil
            return EventCost(
                name: reporter.worker.name,
                rounds: rounds,
                allocations: calls.map { Double($0) / Double(steps) }
            )
        }
    }

    /// A worker, and how it is timed: in blocks that last about a second together.
    private struct Reporter {
        let worker: WorkerProcess
        let isOurs: Bool
        let blocks: Int
        let blockSteps: Int

        init(_ destination: Destination, in folder: String) throws {
            worker = try WorkerProcess(
                "Trimtab, \(destination.rawValue)",
                [Checkout.program, "event-worker", destination.rawValue, folder],
                cores: 0
            )
            (isOurs, blocks, blockSteps) = (true, 40, 1000)
            _ = try worker.load()
        }

        init(_ peer: LoggingPeer, python: String, in folder: String) throws {
            let own = "\(folder)/\(peer.rawValue)"
            guard unsafe mkdir(own, 0o755) == 0 else { throw Trouble("cannot make \(own)") }
            worker = try WorkerProcess(
                peer.title,
                [python, "\(Checkout.peers)/logging_side.py", peer.rawValue, own],
                environment: ["OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1"],
                cores: 0
            )
            (isOurs, blocks, blockSteps) = (false, 10, 200)
            _ = try worker.load()
        }
    }
}

/// Other ways to log.
private enum LoggingPeer: String, CaseIterable {
    case json, tensorboard, wandb

    var title: String {
        switch self {
        case .json: "json.dumps and write"
        case .tensorboard: "TensorBoard SummaryWriter"
        case .wandb: "W&B offline"
        }
    }
}
