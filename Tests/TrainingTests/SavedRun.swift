import Foundation
import Telemetry

@testable import Training

/// A small run of each kind that keeps much from step to step, for tests that stop it and take it up again.
enum SavedRun: String, CaseIterable {
    /// Shuffled rows, dropout, batch norm, a running mean of the loss, Adam and a one-cycle schedule that moves its betas.
    case rows
    /// Fresh sequences through an LSTM, SGD with momentum, a warm-up and then a cosine.
    case sequences
    /// Shuffled rows of which one batch is spoiled, three batches to a step and two to the last of an epoch, centered
    /// RMSprop, and warm restarts.
    case spoiled

    static let steps = 24

    func trainer<Element: Scalar>(
        _ type: Element.Type = Float.self,
        plan change: (inout RunPlan) -> Void = { _ in }
    ) -> Trainer<Element> {
        var plan = RunPlan(name: rawValue, steps: Self.steps, evaluateEvery: 5, clip: .norm, maxNorm: 0.5)
        change(&plan)
        var generator = RandomGenerator(seed: 1)
        let (train, test) = TinyRun.examples.split(test: 12)
        func network(_ between: [any Module<Element>]) -> NamedLayers<Element> {
            let hidden = Linear<Element>(in: 4, out: 8, using: &generator)
            return NamedLayers(
                [("hidden1", hidden)] + between.map { ("", $0) } + [
                    ("output", Linear(in: 8, out: 3, using: &generator))
                ]
            )
        }
        switch self {
        case .rows:
            plan.lossAverage = 0.9
            let dropout = Dropout<Element>(probability: 0.3, using: generator.stream("dropout"))
            let model = network([BatchNorm(channels: 8), Tanh(), dropout])
            return Trainer(
                plan: plan,
                model: model,
                loss: .crossEntropy,
                optimizer: try! Adam(model.parameters, learningRate: 0.02),
                schedule: OneCycleLR(steps: Self.steps),
                batches: DataLoader<Element>(train, batch: 10, seed: 1),
                evaluation: HeldOut<Element>(test)
            )
        case .sequences:
            let model = NamedLayers<Element>([
                ("lstm", LSTM(in: 6, hidden: 5, using: &generator)), ("", LastStep()),
                ("output", Linear(in: 5, out: 4, using: &generator)),
            ])
            let task = SequenceTask.temporalOrder(TemporalOrder(length: 10))
            return Trainer(
                plan: plan,
                model: model,
                loss: .crossEntropy,
                optimizer: try! SGD(model.parameters, learningRate: 0.3, momentum: 0.9),
                schedule: SequentialLR(
                    [LinearLR(startFactor: 0.1, steps: 6), CosineAnnealingLR(steps: 18)],
                    milestones: [6]
                ),
                batches: FreshSequences<Element>(task, batch: 4, seed: 1),
                evaluation: FreshEvaluation<Element>(task, count: 9, batch: 4, seed: 1)
            )
        case .spoiled:
            let model = network([ReLU()])
            plan.accumulate = 3
            let batches = DataLoader<Element>(train, batch: 10, seed: 1)
            return Trainer(
                plan: plan,
                model: model,
                loss: .crossEntropy,
                optimizer: try! RMSprop(model.parameters, learningRate: 0.01, momentum: 0.5, centered: true),
                schedule: CosineAnnealingWarmRestarts(steps: 5, growth: 2),
                batches: Poisoned(batches, batchNumber: 13, scale: 50, labels: .wrong, classCount: 3),
                evaluation: HeldOut<Element>(test)
            )
        }
    }
}

extension [Event] {
    /// What a run computed, without the time it took: equal for runs that are equal bit by bit.
    var computed: [String] {
        compactMap { event in
            switch event {
            case .step(var record):
                (record.time, record.stepSeconds, record.samplesPerSecond, record.tokensPerSecond) = (0, nil, nil, nil)
                // Which steps carry layers depends on where the run began.
                record.layers = []
                var line = LineEncoder()
                line.append(.step(record))
                return String(decoding: line.bytes, as: UTF8.self)
            case .evaluation(let evaluation): return "\(evaluation)"
            default: return nil
            }
        }
    }

    var checkpoints: [CheckpointReport] {
        compactMap { if case .checkpoint(let report) = $0 { report } else { nil } }
    }
    var snapshots: [SnapshotReport] { compactMap { if case .snapshot(let report) = $0 { report } else { nil } } }
}

/// A folder for one test.
final class TestFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names of all files in a folder within it, in order.
    func files(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}
