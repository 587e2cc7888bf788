import ArgumentParser
import CBenchmark
import Comparison
import Glibc

/// Our side of one workload: answers the benchmark's requests, a line each.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @Argument var workload: String
    @Option var threads = 1

    func run() throws {
        try reportingTrouble {
            let start = memoryStatus("VmRSS")
            say(Reply.ready(version: "trimtab").line)
            var side: (any Side)?
            while let line = readLine() {
                switch Request(line: line) {
                case .quit: return
                case .load:
                    side = try loadedSide()
                    forgetPeakMemory()
                    say(Reply.loaded(parameters: side!.parameterCount).line)
                case .memory: say(Reply.memory(peak: memoryStatus("VmHWM"), start: start).line)
                case .some(let request):
                    guard let side else { throw Trouble("worker: load comes first") }
                    say(try side.answer(request).line)
                case nil: say(Reply.failed("there is no request '\(line)'").line)
                }
            }
        }
    }

    private func loadedSide() throws -> any Side {
        guard let exercise = try Exercise.named(workload) else { throw Trouble("there is no workload \(workload)") }
        return TrainingSide(exercise)
    }
}

/// What one side does in one workload.
protocol Side: AnyObject {
    var parameterCount: Int { get }
    /// Does as many steps of an operation; what the last one computed.
    func run(_ operation: String, steps: Int) throws -> Double
    /// The operation that is checked.
    var checked: String { get }
}

extension Side {
    func answer(_ request: Request) throws -> Reply {
        switch request {
        case .check(let steps): return .values(try (0..<steps).map { _ in try run(checked, steps: 1) })
        case .time(let operation, let blocks, let steps):
            var times = [Double](repeating: 0, count: blocks)
            for block in 0..<blocks {
                let start = monotonicSeconds()
                _ = try run(operation, steps: steps)
                times[block] = (monotonicSeconds() - start) / Double(steps)
            }
            return .times(times)
        case .allocations(let steps):
            cb_count_allocations()
            _ = try run(checked, steps: steps)
            let count = cb_counted_allocations()
            return .allocations(count < 0 ? nil : Int(count))
        default: return .failed("there is no answer to '\(request.line)'")
        }
    }
}

/// A network that goes on training, batch after batch.
final class TrainingSide: Side {
    private let exercise: Exercise
    private var number = 0
    let checked = "step"

    init(_ exercise: Exercise) { self.exercise = exercise }

    var parameterCount: Int { exercise.parameters.reduce(0) { $0 + $1.tensor.count } }

    func run(_ operation: String, steps: Int) throws -> Double {
        guard operation == checked else { throw Trouble("there is no operation '\(operation)'") }
        var loss = Float.nan
        for _ in 0..<steps {
            loss = try exercise.step(number).item()
            number += 1
        }
        return Double(loss)
    }
}

/// A figure of /proc/self/status in KiB; 0 where there is none.
private func memoryStatus(_ name: String) -> Int {
    let line = (try? fileText("/proc/self/status"))?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
}

/// Lets the peak begin anew at what is in use now.
private func forgetPeakMemory() {
    let file = open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = write(file, "5", 1)
    close(file)
}
