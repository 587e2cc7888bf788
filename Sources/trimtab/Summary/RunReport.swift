import Telemetry

/// A run on one page: best values, what clipping did under each setting, the alarms, what was changed, what went wrong.
struct RunReport: RecordingReceiver {
    /// Never: all of a recording is read.
    let isDone = false

    private(set) var run: Run?
    private(set) var end: End?
    private(set) var first: (step: Int, time: Double)?
    private(set) var last: (step: Int, time: Double)?
    private(set) var steps = 0
    private(set) var nonFinite: (count: Int, first: Int)?
    private(set) var best = Extremes()
    /// The best evaluation of each split by its loss, and the last one.
    private(set) var evaluations: [(split: String, best: Evaluation, last: Evaluation)] = []
    private(set) var clipping = ClipTally()
    private(set) var alarms = AlarmTally()
    private(set) var changes: [Applied] = []

    /// Where loss and gradient norm were lowest and highest.
    struct Extremes {
        typealias Value = (step: Int, value: Double)

        var lowestLoss: Value?
        var highestLoss: Value?
        var lastLoss: Value?
        var highestNorm: Value?

        mutating func include(_ record: borrowing StepRecord) {
            let step = record.step
            if let loss = record.loss {
                lastLoss = (step, loss)
                if loss.isFinite {
                    if lowestLoss.map({ loss < $0.value }) ?? true { lowestLoss = (step, loss) }
                    if highestLoss.map({ loss > $0.value }) ?? true { highestLoss = (step, loss) }
                }
            }
            if let norm = record.gradNorm, norm.isFinite, highestNorm.map({ norm > $0.value }) ?? true {
                highestNorm = (step, norm)
            }
        }
    }

    mutating func receive(step record: borrowing StepRecord) {
        steps += 1
        if first == nil { first = (record.step, record.time) }
        last = (record.step, record.time)
        best.include(record)
        clipping.add(record)
        alarms.receive(step: record)
        if record.isNonFinite { nonFinite = ((nonFinite?.count ?? 0) + 1, nonFinite?.first ?? record.step) }
    }

    mutating func receive(_ event: Event) {
        if case .step(let record) = event { return receive(step: record) }
        alarms.receive(event)
        switch event {
        case .run(let run): if self.run == nil { self.run = run }
        case .applied(let applied): append(applied)
        case .evaluation(let evaluation): append(evaluation)
        case .end(let end): self.end = end
        default: break
        }
    }

    private mutating func append(_ applied: Applied) {
        switch applied.request {
        case .set, .rewind: changes.append(applied)
        default: break
        }
    }

    private mutating func append(_ evaluation: Evaluation) {
        guard let index = evaluations.firstIndex(where: { $0.split == evaluation.split }) else {
            return evaluations.append((evaluation.split, evaluation, evaluation))
        }
        evaluations[index].last = evaluation
        if (evaluation.loss ?? .nan) < evaluations[index].best.loss ?? .infinity {
            evaluations[index].best = evaluation
        }
    }
}
