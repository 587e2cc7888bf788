/// What all sides took for one operation of a workload.
public struct Measurement: Sendable {
    public let workload: Workload
    public let operation: Workload.Operation
    public let threads: Int
    /// Ours first.
    public let sides: [SideFigures]
    /// What the machine could do, in each round.
    public let speeds: [Speed]
    /// The largest relative difference between what ours and a peer computed before the timing.
    public let difference: Double
    /// How many cores other processes kept busy meanwhile.
    public let otherLoad: Double
    /// How often a step of ours called the heap; nil when that was not counted.
    public let allocations: Double?

    public init(
        workload: Workload,
        operation: Workload.Operation,
        threads: Int,
        sides: [SideFigures],
        speeds: [Speed],
        difference: Double,
        otherLoad: Double,
        allocations: Double?
    ) {
        self.workload = workload
        self.operation = operation
        self.threads = threads
        self.sides = sides
        self.speeds = speeds
        self.difference = difference
        self.otherLoad = otherLoad
        self.allocations = allocations
    }

    /// The least seconds it could take on this machine, in each round.
    public var floors: [Double] { speeds.map { operation.cost.seconds(at: $0) } }

    /// How many times as long as ours a side took.
    public func ratio(_ side: SideFigures) -> Spread { Spread(side.rounds, over: sides[0].rounds) }

    /// How many times as long as the least a side took.
    public func timesFloor(_ side: SideFigures) -> Spread { Spread(side.rounds, over: floors) }
}

/// What one side took.
public struct SideFigures: Sendable {
    public let name: String
    /// The median seconds of a step in each round.
    public let rounds: [Double]
    /// Steps that it was trained for before; nil when it was timed from the first steps on.
    public let stepsBefore: Int?
    /// The most memory of the process since its weights and batches were there, and what it held before, in KiB.
    public let memory: (peak: Int, start: Int)

    public init(name: String, rounds: [Double], stepsBefore: Int? = nil, memory: (peak: Int, start: Int)) {
        self.name = name
        self.rounds = rounds
        self.stepsBefore = stepsBefore
        self.memory = memory
    }
}
