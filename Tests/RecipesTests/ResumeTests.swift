import Foundation
import Telemetry
import Testing

@testable import Recipes
@testable import Training

/// Runs of every kind of data, model, optimizer and schedule that recipes reach, stopped and gone on with.
@Suite struct ResumeTests {
    private static let demos = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "demos").path

    private static let rows = "data: {kind: csv, path: \(demos)/digits.csv, target: label, scale: 0.0625, test: 300}\n"
    private static let order = "data: {kind: temporal_order, length: 12, batch: 5, evaluate_on: 20}\n"
    private static let text = "data: {kind: text, path: text.txt, length: 8, batch: 3, validation: 0.2}\n"

    static let recipes = [
        rows
            + "model: {kind: mlp, sizes: [64, 8, 10]}\noptimizer: {kind: adam, lr: 0.01, amsgrad: true}\nloss: {ema: 0.9}",
        rows
            + """
            model: {kind: cnn, image: [1, 8, 8], channels: [3], sizes: [10], init: kaiming}
            optimizer: {kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true}
            schedule: {kind: one_cycle}
            accumulate: 2
            """,
        rows
            + """
            model: {kind: mlp, sizes: [64, 8, 10]}
            optimizer: {kind: adagrad, lr: 0.1, lr_decay: 0.01}
            schedule: {kind: plateau, factor: 0.5, patience: 0, threshold: 0.5}
            precision: double
            """,
        order
            + "model: {kind: rnn, hidden: 6, layers: 2}\noptimizer: {kind: rmsprop, lr: 0.01, centered: true, momentum: 0.5}",
        order
            + "model: {kind: gru, hidden: 6}\noptimizer: {kind: sgd, lr: 0.1}\nschedule: {kind: warm_restarts, t_0: 3}",
        "data: {kind: adding, length: 9, batch: 4, evaluate_on: 10, prefetch: false}\nloss: {kind: mse}\n"
            + "model: {kind: lstm, hidden: 5}\noptimizer: {kind: adamw, lr: 0.01}\nschedule: {kind: cosine}",
        // A recurrent model that carries its state from batch to batch.
        text.replacing("validation", with: "windows: sequential, validation")
            + "model: {kind: lstm, hidden: 6, embedding: 4}\noptimizer: {kind: adagrad, lr: 0.1}",
        text
            + """
            model: {kind: transformer, layers: 2, heads: 2, width: 8, dropout: 0.2}
            optimizer: {kind: adamw, lr: 0.01, decayed: matrices}
            schedule: {kind: nanogpt, warmup: 4}
            clip: {kind: norm, max_norm: 1}
            """,
    ]

    @Test(arguments: recipes.indices) func `continues bit by bit`(place: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try String(repeating: "the rain in spain stays mainly in the plain. ", count: 8)
            .write(to: folder.appendingPathComponent("text.txt"), atomically: true, encoding: .utf8)
        let text = Self.recipes[place] + "\nsteps: 16\nevaluate_every: 3\ninspect_every: 4\n"
        let recipe = try Recipe(text: text, path: folder.path + "/run.yaml")
        let prepared = try PreparedRun(recipe)
        switch recipe.precision {
        case .float: try check(prepared, Float.self, folder.path)
        case .double: try check(prepared, Double.self, folder.path)
        }
    }

    private func check<Element: Scalar>(_ prepared: PreparedRun, _: Element.Type, _ folder: String) throws {
        func plan(_ name: String) -> CheckpointPlan {
            var plan = prepared.recipe.checkpointPlan(in: CheckpointFolder(new: "\(folder)/\(name)"))
            (plan.every, plan.keep) = (1, 99)
            return plan
        }
        func events(_ trainer: Trainer<Element>) -> [Event] {
            var events: [Event] = []
            trainer.run { event in
                guard case .step(var record) = event else { return events.append(event) }
                (record.time, record.stepSeconds, record.samplesPerSecond, record.tokensPerSecond) = (0, nil, nil, nil)
                events.append(.step(record))
            }
            return events.filter {
                switch $0 {
                case .step, .evaluation: true
                default: false
                }
            }
        }
        let whole = events(try prepared.makeTrainer(Element.self, checkpoints: plan("whole")))
        #expect(whole.count > 16)
        for stop in [1, 6, 11] {
            let path = "\(folder)/whole/\(CheckpointFolder.file(after: stop))"
            let trainer = try prepared.makeTrainer(Element.self, checkpoints: plan("from \(stop)"))
            try trainer.resume(from: Checkpoint(path: path), path: path)
            let resumed = events(trainer)
            #expect(resumed == Array(whole.suffix(resumed.count)))
            let last = CheckpointFolder.file(after: 16)
            let ends = try ["whole", "from \(stop)"].map { try Checkpoint(path: "\(folder)/\($0)/\(last)") }
            #expect(ends[0].snapshot == ends[1].snapshot)
        }
    }
}
