import Dispatch
import Telemetry

@testable import Training

/// A small network on made-up rows, driven by a script: what training tests share.
struct TinyRun {
    var plan = RunPlan(name: "tiny", steps: 20, evaluateEvery: 7, inspectEvery: 5)
    var optimizer = "sgd"
    var lr = 0.1
    var schedule: any Schedule = ConstantSchedule()
    /// The step whose inputs are spoiled, and what they are multiplied by.
    var poison: (batch: Int, scale: Double)?
    var watched = true

    /// Sixty rows of four features around three centres.
    static let examples: Examples = {
        var generator = RandomGenerator(seed: 5)
        let labels = (0..<60).map { $0 % 3 }
        let features = labels.flatMap { label in
            (0..<4).map { generator.normal(mean: Double((label + $0) % 3), deviation: 0.7) }
        }
        return Examples(features: features, featureCount: 4, targets: .classes(labels, count: 3))
    }()

    func trainer<Element: Scalar>(_: Element.Type = Float.self) -> Trainer<Element> {
        var generator = RandomGenerator(seed: 1)
        let model = NamedLayers<Element>([
            ("hidden1", Linear(in: 4, out: 8, using: &generator)), ("", Tanh()),
            ("output", Linear(in: 8, out: 3, using: &generator)),
        ])
        let (train, test) = TinyRun.examples.split(test: 12)
        var batches: any BatchSource<Element> = DataLoader<Element>(train, batch: 10, seed: 1)
        if let poison {
            batches = Poisoned(batches, batchNumber: poison.batch, scale: poison.scale, labels: .right, classCount: 3)
        }
        return Trainer(
            plan: plan,
            model: model,
            loss: .crossEntropy,
            optimizer: try! SGD(model.parameters, learningRate: lr, momentum: 0.9),
            schedule: schedule,
            batches: batches,
            evaluation: HeldOut<Element>(test)
        )
    }

    /// `Trainer.events` of the run.
    func events(_ script: (Event) -> [Request] = { _ in [] }) -> [Event] {
        trainer(Float.self).events(watched: watched, script)
    }
}

extension Trainer {
    /// Runs on this thread. The script sees every event as it comes and may answer it with requests, which the
    /// trainer finds before its next step, also where it is held.
    func events(
        watched: Bool = true,
        holdsAtEnd: Bool = false,
        _ script: (Event) -> [Request] = { _ in [] }
    ) -> [Event] {
        let commands = Mailbox<Command>()
        var events: [Event] = []
        var id = 0
        // A script that leaves the run held would wait forever: end such a run, so that its test fails.
        let rescue = DispatchWorkItem { commands.post(Command(id: 0, request: .stop, by: "rescue")) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: rescue)
        defer { rescue.cancel() }
        run(commands: commands, isWatched: watched, holdsAtEnd: holdsAtEnd) { event in
            events.append(event)
            for request in script(event) {
                id += 1
                commands.post(Command(id: id, request: request, by: "test"))
            }
        }
        return events
    }
}

extension [Event] {
    var records: [StepRecord] { compactMap { if case .step(let record) = $0 { record } else { nil } } }
    var losses: [Double] { records.compactMap(\.loss) }
    var answers: [Applied] { compactMap { if case .applied(let applied) = $0 { applied } else { nil } } }
    var refusals: [Rejected] { compactMap { if case .rejected(let rejected) = $0 { rejected } else { nil } } }
    var evaluations: [Evaluation] { compactMap { if case .evaluation(let one) = $0 { one } else { nil } } }
    var end: End? { if case .end(let end)? = last { end } else { nil } }

    func record(_ step: Int) -> StepRecord? { records.first { $0.step == step } }
}

extension Event {
    /// True for the record of this step.
    func isStep(_ step: Int) -> Bool { if case .step(let record) = self { record.step == step } else { false } }

    /// True for the answer that a pause took effect.
    var isPause: Bool { if case .applied(let applied) = self { applied.request == .pause } else { false } }

    /// True for the answer that a set took effect.
    var isSet: Bool { if case .applied(let applied) = self { applied.request.ability == .set } else { false } }
}
