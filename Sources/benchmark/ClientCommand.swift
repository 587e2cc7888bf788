import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// What the Python client costs a training program, against others that log six numbers, and how soon it applies a command.
struct ClientCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract:
            "Measure what the Python client costs training, against W&B and TensorBoard, and how soon it applies a command.",
        discussion: """
            For six numbers per step: the CPU time of the whole training process, all threads included, in blocks with and \
            without them in turn. For clipping: its time relative to PyTorch's own. For commands: the time from writing one \
            until it is in force, minus the step in between.
            """
    )

    @OptionGroup var turns: TurnOptions

    func run() throws {
        try turns.report {
            let peers = try turns.chosen(of: ClientSide.allCases.filter(\.isPeer), by: \.rawValue)
            let python = try PythonEnvironment.python(with: peers.isEmpty ? [.training] : [.training, .logging])
            warnOfOtherPrograms()
            return try withTemporaryFolder { folder in
                var workers: [ClientSide: WorkerProcess] = [:]
                // No worker may still write when the folder is removed.
                defer { workers.values.forEach { $0.end() } }
                for side in ClientSide.allCases where !side.isPeer || peers.contains(side) {
                    workers[side] = try start(side, python: python, in: folder)
                }
                return try report(workers)
            }
        }
    }

    private func start(_ side: ClientSide, python: String, in folder: String) throws -> WorkerProcess {
        let own = "\(folder)/\(side.rawValue)"
        guard unsafe mkdir(own, 0o700) == 0 else { throw Trouble("cannot make \(own)") }
        let worker = try WorkerProcess(
            side.title,
            [python, "\(Checkout.peers)/client_side.py", side.rawValue, own],
            environment: ["OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1"],
            cores: 0
        )
        _ = try worker.load()
        return worker
    }

    private func report(_ workers: [ClientSide: WorkerProcess]) throws -> String {
        let loggers = ClientSide.allCases.filter { $0.logs && workers[$0] != nil }
        var costs = Dictionary(uniqueKeysWithValues: loggers.map { ($0, [Double]()) })
        var (binding, free): ([Double], [Double]) = ([], [])
        for round in 0..<turns.rounds {
            for turn in loggers.indices {
                let side = loggers[(turn + round) % loggers.count]
                let times = try worker(side, of: workers).time("log", blocks: 3, steps: side.isPeer ? 300 : 2000)
                costs[side]?.append(Spread(times).median)
            }
            let clip = try worker(.clip, of: workers)
            binding.append(Spread(try clip.time("binding", blocks: 1, steps: 10)).median)
            free.append(Spread(try clip.time("free", blocks: 1, steps: 10)).median)
        }
        let late = try worker(.commands, of: workers).time("late", blocks: 100 * turns.rounds, steps: 1).sorted()
        let versions = loggers.filter(\.isPeer).compactMap { workers[$0]?.version }
        let reference = costs[.alone] ?? []
        let lines = loggers.map { side in
            let time = Spread(costs[side] ?? [])
            let ratio = Spread(costs[side] ?? [], over: reference)
            return
                "| \(side.title) | \(microseconds(time.median)) (\(microseconds(time.low))–\(microseconds(time.high))) | "
                + "\(times(ratio.median)) (\(times(ratio.low))–\(times(ratio.high))) |"
        }
        return """
            \(Machine().heading) Peers: \(versions.isEmpty ? "none" : versions.joined(separator: ", ")).

            | six numbers a step go to | µs of the process's CPU (low–high) | ÷ \(ClientSide.alone.title) |
            |---|---|---|
            \(lines.joined(separator: "\n"))

            `run.clip` on 10 million parameters in 200 tensors takes \(spread(binding)) of the time of `clip_grad_norm_` where \
            max_norm binds, \(spread(free)) where it does not. A command is in force within the step in \
            which it was written and \(milliseconds(late[late.count / 2])) more (the median; 99 of 100 within \
            \(milliseconds(late[late.count * 99 / 100]))).

            """
    }

    private func worker(_ side: ClientSide, of workers: [ClientSide: WorkerProcess]) throws -> WorkerProcess {
        guard let worker = workers[side] else { throw Trouble("there is no \(side.rawValue)") }
        return worker
    }

    private func spread(_ ratios: [Double]) -> String {
        let spread = Spread(ratios)
        return "\(times(spread.median))× (\(times(spread.low))–\(times(spread.high)))"
    }

    private func times(_ ratio: Double) -> String { NumberFormat.fixed(ratio, places: ratio < 10 ? 2 : 0) }

    private func microseconds(_ seconds: Double) -> String { NumberFormat.fixed(seconds * 1e6, places: 1) }

    private func milliseconds(_ seconds: Double) -> String { NumberFormat.fixed(seconds * 1e3, places: 2) + " ms" }
}

/// The modes of `client_side.py`.
private enum ClientSide: String, CaseIterable {
    case alone, watched, tensorboard, wandb, clip, commands

    var isPeer: Bool { self == .tensorboard || self == .wandb }

    var logs: Bool { self != .clip && self != .commands }

    var title: String {
        switch self {
        case .alone: "Trimtab, nobody attached"
        case .watched: "Trimtab, a viewer attached"
        case .tensorboard: "TensorBoard SummaryWriter"
        case .wandb: "W&B offline"
        case .clip: "Trimtab, clipping"
        case .commands: "Trimtab, commands"
        }
    }
}
