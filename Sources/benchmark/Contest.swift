import CBenchmark
import Comparison
import Glibc

/// One workload on a number of threads: all sides are started, checked to compute the same, and timed in turn.
struct Contest {
    let workload: Workload
    let threads: Int
    /// Ours first.
    private let sides: [WorkerProcess]
    private let plan: Plan
    /// The largest relative difference between our results and a peer's.
    private let difference: Double
    /// How many steps each side was trained before the timing.
    private let stepsBefore: [Int]?

    struct Plan {
        /// How many turns each side has.
        var rounds: Int
        /// The shortest turn, in seconds.
        var seconds: Double
        /// The instructions that every side is limited to; nil leaves the choice to each.
        var isa: InstructionSet?
        /// Steps whose results are compared.
        let checkedSteps = 6
        /// The largest relative difference allowed: sums are computed in different orders, and later steps build on them.
        let tolerance = 1e-5
    }

    /// - Throws: `Trouble` if a side does not start, or the sides do not compute the same.
    init(_ workload: Workload, threads: Int, peers: [Peer], python: String?, plan: Plan) throws {
        (self.workload, self.threads, self.plan) = (workload, threads, plan)
        var sides = [try startOurs(workload, threads: threads, isa: plan.isa)]
        if workload.trainedBelow != nil {
            sides.append(try startOurs(workload, threads: threads, isa: plan.isa, keepsSubnormals: true))
        }
        if let python {
            sides += try peers.filter { $0.takesPart(in: workload) }.map {
                try $0.start(workload, threads: threads, isa: plan.isa, python: python)
            }
        }
        self.sides = sides
        for side in sides {
            let count = try side.load()
            guard count == workload.parameters else {
                throw Trouble("\(workload.name): \(side.name) has \(count) parameters, not \(workload.parameters)")
            }
        }
        let ours = try sides[0].check(steps: plan.checkedSteps)
        var largest = 0.0
        for side in sides.dropFirst() {
            for (index, (mine, its)) in zip(ours, try side.check(steps: plan.checkedSteps)).enumerated() {
                let difference = abs(mine - its) / abs(its)
                // Not `>`, which would let NaN pass.
                guard difference <= plan.tolerance else {
                    let what = index < plan.checkedSteps ? "step \(index + 1)" : "how far the weights moved"
                    throw Trouble(
                        """
                        \(workload.name), \(what): \(sides[0].name) computed \(mine) and \(side.name) \(its), farther apart \
                        than \(plan.tolerance), so nothing is timed
                        """
                    )
                }
                largest = max(largest, difference)
            }
        }
        difference = largest
        stepsBefore = try workload.trainedBelow.map { loss in try sides.map { try $0.converge(below: loss) } }
    }

    /// The programs and the kernels that they chose.
    func programs() throws -> [String] { try sides.map { "\($0.version) (\(try $0.kernels()))" } }

    /// Times each operation, round by round.
    func measure() throws -> [Measurement] {
        let figures = try workload.operations.map { try rounds($0) }
        let memory = try sides.map { try $0.memory() }
        let steps = 100
        let allocations = workload.name == "W1" ? try sides[0].allocations(steps: steps) : nil
        return zip(workload.operations, figures).map { operation, figures in
            Measurement(
                workload: workload,
                operation: operation,
                threads: threads,
                sides: sides.indices.map {
                    SideFigures(
                        name: sides[$0].name,
                        rounds: figures.times[$0],
                        stepsBefore: stepsBefore?[$0],
                        memory: memory[$0]
                    )
                },
                speeds: figures.speeds,
                difference: difference,
                otherLoad: figures.otherLoad,
                allocations: allocations.map { Double($0) / Double(steps) }
            )
        }
    }

    private struct Rounds {
        /// For each side, for each round: the median of its blocks.
        var times: [[Double]]
        var speeds: [Speed] = []
        var otherLoad = 0.0
    }

    private func rounds(_ operation: Workload.Operation) throws -> Rounds {
        let turns = try sides.map { try Turn(of: $0, operation.name, seconds: plan.seconds) }
        var rounds = Rounds(times: sides.map { _ in [] })
        var (passed, others) = (0.0, 0.0)
        for round in 0..<plan.rounds {
            rounds.speeds.append(try speed())
            for place in sides.indices {
                // Each round begins with a different side, so that none always follows the same one.
                let side = (place + round) % sides.count
                let busy = BusyTime(sides[side])
                let times = try sides[side].time(operation.name, blocks: turns[side].blocks, steps: turns[side].steps)
                rounds.times[side].append(Spread(times).median)
                let spent = busy.sinceThen()
                passed += spent.seconds
                others += spent.others
                // Threads that spin for a while after their work are asleep by then.
                usleep(10_000)
            }
        }
        rounds.otherLoad = passed > 0 ? others / passed : 0
        return rounds
    }

    private func speed() throws -> Speed {
        guard cb_keep_to_cores(Int32(threads)) else { throw Trouble("there are not \(threads) cores", status: 2) }
        defer { _ = cb_keep_to_cores(0) }
        let speed = cb_measure_speed(Int32(threads), plan.isa.machine)
        guard speed.flops > 0 else { throw Trouble("there is no memory to measure the machine's speed") }
        return Speed(flops: speed.flops, read: speed.read, copy: speed.copy, update: speed.update)
    }
}

/// How a side spends its turn: blocks long enough for the clock, and as many as fill the time.
private struct Turn {
    let blocks: Int
    let steps: Int

    init(of side: WorkerProcess, _ operation: String, seconds: Double) throws {
        let once = try side.time(operation, blocks: 3, steps: 1)
        let first = max(Spread(once).low, 1e-7)
        // Warms up, and is long enough to show how long a step takes.
        let several = try side.time(operation, blocks: 1, steps: max(1, Int(0.1 / first)))
        let step = max(min(first, several[0]), 1e-7)
        steps = max(1, Int((0.005 / step).rounded(.up)))
        blocks = min(max(Int((seconds / (step * Double(steps))).rounded(.up)), 1), 1000)
    }
}
