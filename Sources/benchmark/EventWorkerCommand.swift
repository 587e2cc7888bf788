import ArgumentParser
import Comparison

/// Our side of `benchmark telemetry`: answers requests, one per line.
struct EventWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "event-worker", shouldDisplay: false)

    @Argument var destination: Destination
    @Argument var folder: String

    func run() throws {
        try reportingTrouble {
            let emission = try Emission(to: destination, folder: folder)
            defer { emission.close() }
            say(Reply.ready(version: "Trimtab").line)
            while let line = readLine() {
                switch Request(line: line) {
                case .load: say(Reply.loaded(parameters: 0).line)
                case .time(_, let blocks, let steps):
                    let seconds = try emission.measure(steps: blocks * steps).seconds
                    let means = (0..<blocks).map { block in
                        seconds[block * steps..<(block + 1) * steps].reduce(0, +) / Double(steps)
                    }
                    say(Reply.times(means).line)
                case .allocations(let steps):
                    say(Reply.allocations(try emission.measure(steps: steps).allocations).line)
                case .quit: return
                default: say(Reply.failed("there is no answer to '\(line)'").line)
                }
            }
        }
    }
}

extension Destination: ExpressibleByArgument {}
