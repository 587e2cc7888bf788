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

    @Option(help: "Rounds, in each of which every side has a turn.")
    var rounds = 7

    @Option(help: "Shortest turn in seconds.")
    var seconds = 0.4

    @Option(help: ArgumentHelp("torch, jax, both, or none.", valueName: "names"))
    var peers = "torch,jax"

    @Option(
        help: ArgumentHelp(
            "Hold every side to these instructions: avx512, avx2 or baseline (default: each chooses).",
            valueName: "level"
        )
    )
    var isa: String?

    @OptionGroup var output: TableOption

    func run() throws {
        try reportingTrouble {
            // A worker that ends is noticed by what it does not answer.
            signal(SIGPIPE, SIG_IGN)
            let (workloads, counts, peers) = (try chosenWorkloads(), try threadCounts(), try chosenPeers())
            guard rounds > 0, seconds > 0 else { throw Trouble("rounds and seconds must be above 0", status: 2) }
            let isa = try isa.map { try InstructionSet(named: $0) }
            let file = try output.file()
            let python = peers.isEmpty ? nil : try PythonEnvironment.python(with: [.training])
            warnOfOtherPrograms()
            let begin = monotonicSeconds()
            var measurements: [Measurement] = []
            var programs: [String] = []
            for workload in workloads {
                for count in counts {
                    let contest = try Contest(
                        workload,
                        threads: count,
                        peers: peers,
                        python: python,
                        plan: Contest.Plan(rounds: rounds, seconds: seconds, isa: isa)
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
            let text =
                Machine().sentence(measurements, programs: programs, minutes: minutes)
                + "\n" + Comparison.markdown(measurements)
            say(text)
            try file?.write(text)
        }
    }

    private func chosenWorkloads() throws -> [Workload] {
        guard let only else { return Workload.all }
        let chosen = try words(only).map { name in
            let found = Workload.all.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
            guard !found.isEmpty else {
                let names = Workload.all.map(\.name).joined(separator: ", ")
                throw Trouble("there is no workload '\(name)' (there are: \(names))", status: 2)
            }
            return found
        }
        return Workload.all.filter { workload in chosen.contains { $0.contains(workload) } }
    }

    private func threadCounts() throws -> [Int] {
        try words(threads).map { word in
            guard let count = Int(word), (1...64).contains(count) else {
                throw Trouble("threads: '\(word)' is not a number from 1 to 64", status: 2)
            }
            return count
        }
    }

    private func chosenPeers() throws -> [Peer] {
        let families = words(peers).filter { $0 != "none" }
        if let unknown = families.first(where: { family in !Peer.allCases.contains { $0.family == family } }) {
            throw Trouble("there is no peer '\(unknown)' (there are: torch, jax, none)", status: 2)
        }
        return Peer.allCases.filter { families.contains($0.family) }
    }

    private func words(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}
