import ArgumentParser
import Comparison
import Glibc
import Telemetry

/// The training core against PyTorch and JAX.
struct TrainingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Compare training steps with those of PyTorch and JAX.",
        discussion: """
            Missing peers are installed in their own virtual environment. Each side is its own process; they run in turn, and \
            must first show that they compute the same.
            """
    )

    @Option(help: ArgumentHelp("Only these workloads, by name or the start of it: W1,adam.", valueName: "names"))
    var only: String?

    @Option(help: ArgumentHelp("Numbers of threads, each in its own run.", valueName: "counts"))
    var threads = "1,2"

    @Option(help: "Shortest turn in seconds.")
    var seconds = 0.4

    @Option(
        help: ArgumentHelp(
            "Hold every side to these instructions: avx512, avx2 or baseline (default: each chooses).",
            valueName: "level"
        )
    )
    var isa: String?

    @OptionGroup var turns: TurnOptions

    func run() throws {
        try turns.report {
            let (workloads, threads) = (try chosenWorkloads(), try counts(threads, "threads", in: 1...64))
            let peers = try turns.chosen(of: Peer.allCases, by: \.family)
            guard seconds > 0 else { throw Trouble("seconds must be above 0", status: 2) }
            let isa = try isa.map { try InstructionSet(named: $0) }
            let python = peers.isEmpty ? nil : try PythonEnvironment.python(with: [.training])
            warnOfOtherPrograms()
            let begin = monotonicSeconds()
            var measurements: [Measurement] = []
            var programs: [String] = []
            for workload in workloads {
                for count in threads {
                    let contest = try Contest(
                        workload,
                        threads: count,
                        peers: peers,
                        python: python,
                        plan: Contest.Plan(rounds: turns.rounds, seconds: seconds, isa: isa)
                    )
                    for measurement in try contest.measure() {
                        say(measurement.block)
                        measurements.append(measurement)
                    }
                    for program in try contest.programs() where !programs.contains(program) {
                        programs.append(program)
                    }
                }
            }
            let minutes = (monotonicSeconds() - begin) / 60
            return
                Machine().sentence(measurements, programs: programs, minutes: minutes)
                + "\n" + Comparison.markdown(measurements)
        }
    }

    private func chosenWorkloads() throws -> [Workload] {
        guard let only else { return Workload.all }
        let chosen = try words(only).map { name in
            let found = Workload.all.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
            guard !found.isEmpty else {
                let names = Workload.all.map(\.name).joined(separator: ", ")
                throw Trouble("there is no workload '\(name)' (known: \(names))", status: 2)
            }
            return found
        }
        return Workload.all.filter { workload in chosen.contains { $0.contains(workload) } }
    }
}
