public import ArgumentParser
import CBenchmark
import Comparison
import Glibc
import Platform
import Telemetry
import Training

/// Our side of one workload: answers the benchmark's requests, one per line.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @Argument var workload: String
    @Option var threads = 1
    @Option var subnormals = Subnormals.flush

    func run() throws {
        try reportingTrouble {
            let start = memoryStatus("VmRSS")
            Threads.set(threads)
            Subnormals.set(subnormals)
            say(Reply.ready(version: "Trimtab").line)
            var side: (any Side)?
            while let line = readLine() {
                switch Comparison.Request(line: line) {
                case .quit: return
                case .load:
                    side = try loadedSide()
                    forgetPeakMemory()
                    say(Reply.loaded(parameters: side!.parameterCount).line)
                case .memory: say(Reply.memory(peak: memoryStatus("VmHWM"), start: start).line)
                case .kernels: say(Reply.kernels(kernels).line)
                case .some(let request):
                    guard let side else { throw Trouble("worker: load comes first") }
                    say(try side.answer(request).line)
                case nil: say(Reply.failed("there is no request '\(line)'").line)
                }
            }
        }
    }

    private var kernels: String {
        "\(Processor.kernels), subnormal numbers \(Subnormals.current == .flush ? "flushed" : "kept")"
    }

    private func loadedSide() throws -> any Side {
        if let exercise = try Exercise.named(workload) { return TrainingSide(exercise) }
        guard let workload = Workload.all.first(where: { $0.name == workload }) else {
            throw Trouble("there is no workload \(workload)", status: 2)
        }
        return try ClippingSide(workload.parameters)
    }
}

extension Subnormals: ExpressibleByArgument {}

/// One side's part in a workload.
protocol Side: AnyObject {
    var parameterCount: Int { get }
    /// Runs a number of steps of an operation.
    func run(_ operation: String, steps: Int) throws
    /// What the last step computed.
    var result: Double { get }
    /// The operation that is checked.
    var checked: String { get }
    /// How far the weights have moved from their initial values.
    var distance: Double { get }
    /// The number of batches, which are used in turn.
    var batches: Int { get }
}

extension Side {
    func answer(_ request: Comparison.Request) throws -> Reply {
        switch request {
        case .check(let steps):
            let results = try (0..<steps).map { _ in
                try run(checked, steps: 1)
                return result
            }
            return .values(results + [distance])
        case .converge(let loss): return try converge(below: loss)
        case .time(let operation, let blocks, let steps):
            var times = [Double](repeating: 0, count: blocks)
            for block in 0..<blocks {
                let start = monotonicSeconds()
                try run(operation, steps: steps)
                times[block] = (monotonicSeconds() - start) / Double(steps)
            }
            return .times(times)
        case .allocations(let steps):
            cb_count_allocations()
            try run(checked, steps: steps)
            let count = cb_counted_allocations()
            return .allocations(count < 0 ? nil : Int(count))
        default: return .failed("there is no answer to '\(request.line)'")
        }
    }

    private func converge(below loss: Double, limit: Int = 200_000) throws -> Reply {
        var recent = [Double](repeating: .infinity, count: batches)
        for step in 0..<limit {
            try run(checked, steps: 1)
            recent[step % batches] = result
            if recent.allSatisfy({ $0 < loss }) { return .converged(steps: step + 1) }
        }
        return .failed("the loss is \(recent.max() ?? .nan) after \(limit) steps")
    }
}

/// A network that trains, batch by batch.
final class TrainingSide: Side {
    private let exercise: Exercise
    private var number = 0
    private var loss: Tensor<Float>?
    let checked = "step"

    init(_ exercise: Exercise) { self.exercise = exercise }

    var distance: Double { exercise.distance }
    var batches: Int { exercise.batches }
    var parameterCount: Int { exercise.parameters.reduce(0) { $0 + $1.tensor.count } }

    var result: Double { loss.map { Double($0.item()) } ?? .nan }

    func run(_ operation: String, steps: Int) throws {
        guard operation == checked else { throw Trouble("there is no operation '\(operation)'") }
        for _ in 0..<steps {
            loss = try exercise.step(number)
            number += 1
        }
    }
}

/// A value of /proc/self/status in KiB; 0 if there is none.
private func memoryStatus(_ name: String) -> Int {
    let line = kernelText("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
}

/// Resets the peak to the memory in use now.
private func forgetPeakMemory() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = unsafe write(file, "5", 1)
    close(file)
}
