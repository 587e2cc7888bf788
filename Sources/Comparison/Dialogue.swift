/// What the benchmark asks of a worker, a line each. A worker is a process with one side's program of one workload.
public enum Request: Equatable, Sendable {
    /// Make the weights and the batches.
    case load
    /// Do as many steps, and tell what each computed, and at last how far they moved the weights.
    case check(steps: Int)
    /// Train until the loss of each batch is below this.
    case converge(below: Double)
    /// Do an operation in blocks of steps, and tell the seconds a step took, the mean of each block.
    case time(operation: String, blocks: Int, steps: Int)
    /// Tell the memory used.
    case memory
    /// Name the kernels that the libraries chose.
    case kernels
    /// Do as many steps and tell how often they called the heap.
    case allocations(steps: Int)
    case quit

    public var line: String {
        switch self {
        case .load: "load"
        case .check(let steps): "check \(steps)"
        case .converge(let loss): "converge \(loss)"
        case .time(let operation, let blocks, let steps): "time \(operation) \(blocks) \(steps)"
        case .memory: "memory"
        case .kernels: "kernels"
        case .allocations(let steps): "allocations \(steps)"
        case .quit: "quit"
        }
    }

    /// nil for a line that asks nothing known.
    public init?(line: String) {
        let words = line.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }.filter { $0 > 0 }
        switch (words.first, words.count, numbers.count) {
        case ("load", 1, _): self = .load
        case ("check", 2, 1): self = .check(steps: numbers[0])
        case ("converge", 2, _):
            guard let loss = Double(words[1]), loss > 0 else { return nil }
            self = .converge(below: loss)
        case ("time", 4, 2): self = .time(operation: String(words[1]), blocks: numbers[0], steps: numbers[1])
        case ("memory", 1, _): self = .memory
        case ("kernels", 1, _): self = .kernels
        case ("allocations", 2, 1): self = .allocations(steps: numbers[0])
        case ("quit", 1, _): self = .quit
        default: return nil
        }
    }
}

/// What a worker answers, a line each.
public enum Reply: Equatable, Sendable {
    /// The worker has started; what it runs on.
    case ready(version: String)
    /// The weights and batches are there.
    case loaded(parameters: Int)
    /// What each step computed, and how far all of them moved the weights.
    case values([Double])
    /// How many steps it took until the loss of each batch was low enough.
    case converged(steps: Int)
    /// Seconds a step took, the mean of each block.
    case times([Double])
    /// The most memory in use since the weights and batches were there, and before them, in KiB.
    case memory(peak: Int, start: Int)
    /// The kernels that run, in the libraries' own words.
    case kernels(String)
    /// Calls of the heap; nil where they cannot be counted.
    case allocations(Int?)
    /// Something went wrong.
    case failed(String)

    public var line: String {
        switch self {
        case .ready(let version): "ready \(version)"
        case .loaded(let parameters): "loaded \(parameters)"
        case .values(let values): "values " + values.map(\.description).joined(separator: " ")
        case .converged(let steps): "converged \(steps)"
        case .times(let times): "times " + times.map(\.description).joined(separator: " ")
        case .memory(let peak, let start): "memory \(peak) \(start)"
        case .kernels(let names): "kernels \(names)"
        case .allocations(let count): "allocations \(count ?? -1)"
        case .failed(let reason): "failed \(reason)"
        }
    }

    /// nil for a line that is no answer.
    public init?(line: String) {
        let (word, rest) = {
            let parts = line.split(separator: " ", maxSplits: 1)
            return (parts.first ?? "", parts.count > 1 ? String(parts[1]) : "")
        }()
        let words = rest.split(separator: " ")
        let whole = words.compactMap { Int($0) }
        switch word {
        case "ready": self = .ready(version: rest)
        case "loaded" where whole.count == 1: self = .loaded(parameters: whole[0])
        case "values", "times":
            let numbers = words.compactMap { Double($0) }
            guard !numbers.isEmpty, numbers.count == words.count else { return nil }
            self = word == "values" ? .values(numbers) : .times(numbers)
        case "converged" where whole.count == 1: self = .converged(steps: whole[0])
        case "memory" where whole.count == 2: self = .memory(peak: whole[0], start: whole[1])
        case "kernels": self = .kernels(rest)
        case "allocations" where whole.count == 1: self = .allocations(whole[0] < 0 ? nil : whole[0])
        case "failed": self = .failed(rest)
        default: return nil
        }
    }
}
