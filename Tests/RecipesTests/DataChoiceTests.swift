import Foundation
import Telemetry
import Testing
import YAML

@testable import Recipes
@testable import Training

/// A folder with a small text, and six images of 4 × 6 in three classes under MNIST's names.
final class DataFiles {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
    static let text = String(repeating: "the quick brown fox jumps over the lazy dog\n", count: 20)

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try write(Array(DataFiles.text.utf8), "text.txt")
        for (name, count) in [("train", 6), ("t10k", 3)] {
            let pixels = (0..<count * 24).map { UInt8($0 * 37 % 256) }
            try write(
                [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 4, 0, 0, 0, 6] + pixels,
                "\(name)-images-idx3-ubyte"
            )
            let labels = (0..<count).map { UInt8($0 % 3) }
            try write([0, 0, 8, 1, 0, 0, 0, UInt8(count)] + labels, "\(name)-labels-idx1-ubyte")
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: url.appendingPathComponent(name)) }

    /// A recipe in the folder, a line for each section.
    func recipe(_ data: String, _ model: String, rest: String = "steps: 3") throws(DocumentError) -> Recipe {
        let text = "data: \(data)\nmodel: \(model)\n\(rest)\noptimizer: {kind: sgd, lr: 0.1}\n"
        return try Recipe(text: text, path: url.appendingPathComponent("some.yaml").path)
    }

    func message(_ data: String, _ model: String, rest: String = "steps: 3") -> String {
        do throws(DocumentError) {
            _ = try PreparedRun(recipe(data, model, rest: rest))
            return "was taken"
        } catch { return error.description.replacing(url.path + "/", with: "") }
    }
}

private func run<Number: Scalar>(_ run: PreparedRun, _: Number.Type = Float.self) throws -> [Event] {
    var events: [Event] = []
    let trainer = try run.makeTrainer(Number.self)
    trainer.run { events.append($0) }
    return events
}

extension [Event] {
    fileprivate var steps: [StepRecord] { compactMap { if case .step(let record) = $0 { record } else { nil } } }
    fileprivate var evaluations: [Evaluation] {
        compactMap { if case .evaluation(let evaluation) = $0 { evaluation } else { nil } }
    }
}

let textData = "{kind: text, path: text.txt, length: 8, batch: 4}"
let lanesData = "{kind: text, path: text.txt, length: 8, batch: 4, windows: sequential}"
let imagesData = "{kind: idx, path: ., batch: 4}"

@Suite struct DataChoiceTests {
    let files: DataFiles

    init() throws { files = try DataFiles() }

    @Test(
        arguments: [
            "{kind: rnn, hidden: 5}", "{kind: lstm, hidden: 5, layers: 2, embedding: 3}",
            "{kind: gru, hidden: 5, init: normal}", "{kind: transformer, layers: 2, heads: 2, width: 8, dropout: 0.1}",
        ]
    )
    func `texts are learned by every model that reads them`(model: String) throws {
        let prepared = try PreparedRun(files.recipe(textData, model))
        #expect(prepared.task.inputs == .tokens(28, window: 8, lanes: nil) && prepared.task.outputs == 28)
        let events = try run(prepared)
        #expect(events.steps.count == 3 && Set(events.steps.map(\.loss)).count == 3)
        #expect(events.steps.allSatisfy { $0.epoch == nil && $0.tokensPerSecond! > $0.samplesPerSecond! })
        // Before training any character is about as likely as another: ln 28.
        #expect(abs(events.steps[0].loss! - 3.33) < 0.4)
        #expect(events.evaluations.map(\.split) == ["val"])
        #expect(try run(PreparedRun(files.recipe(textData, model)), Double.self).steps.count == 3)
    }

    @Test(arguments: ["rnn", "lstm", "gru"])
    func `lanes of a text carry the state from window to window`(kind: String) throws {
        let prepared = try PreparedRun(files.recipe(lanesData, "{kind: \(kind), hidden: 5}", rest: "epochs: 2"))
        // 792 characters to learn from, 198 in a lane: 24 windows with the character behind each.
        #expect(prepared.task.inputs == .tokens(28, window: 8, lanes: 4) && prepared.steps == 48)
        let events = try run(prepared)
        #expect(events.steps.map(\.epoch).filter { $0 == 1 }.count == 24)
        let losses = events.steps.compactMap(\.loss)
        let end: Double = losses.suffix(5).reduce(0, +) / 5
        #expect(end < losses[0] - 0.05)
    }

    @Test func `a held-out text is measured in full`() throws {
        let recipe = try files.recipe(
            "{kind: text, path: text.txt, length: 8, batch: 4, validation: 0.05}",
            "{kind: rnn}"
        )
        var source: any EvaluationSource<Float> = try #require(PreparedRun(recipe).data.makeEvaluation(seed: 1))
        var batch = Batch<Float>()
        var count = 0
        source.restart()
        while source.next(into: &batch) { count += batch.classes.count }
        #expect(count == 880 - 836 - 1)
        let whole = try files.recipe("{kind: text, path: text.txt, length: 8, validation: 0}", "{kind: rnn}")
        let none: (any EvaluationSource<Float>)? = try PreparedRun(whole).data.makeEvaluation(seed: 1)
        #expect(none == nil)
    }

    @Test func `images are learned by linear layers and by convolutions`() throws {
        for (model, parameters) in [
            ("{kind: mlp, sizes: [24, 5, 3]}", 24 * 5 + 5 + 5 * 3 + 3),
            // 4 × 6 by filters of 3 becomes 2 × 4, pooled 1 × 2; of 2 channels.
            ("{kind: cnn, channels: [2], sizes: [5, 3]}", 2 * 9 + 2 + 4 * 5 + 5 + 5 * 3 + 3),
            (
                "{kind: cnn, channels: [2, 3], kernel: [3, 1], padding: [1, 0], pool: [2, 1], pooling: average, "
                    + "activation: tanh, init: kaiming, sizes: [3]}",
                2 * 9 + 2 + 3 * 2 + 3 + 18 * 3 + 3
            ),
        ] {
            let prepared = try PreparedRun(files.recipe(imagesData, model, rest: "epochs: 3"))
            #expect(prepared.steps == 6 && prepared.parameterCount == parameters, "\(model)")
            #expect(prepared.task == ModelTask(inputs: .rows(24, image: [1, 4, 6]), outputs: 3))
            let events = try run(prepared)
            #expect(events.steps.count == 6 && Set(events.steps.map(\.loss)).count == 6)
            #expect(events.evaluations.last?.split == "test")
        }
    }

    @Test func `the models of the benchmarks have their sizes`() throws {
        // LeNet on 28 × 28.
        let lenet =
            "{kind: cnn, image: [1, 28, 28], channels: [6, 16], kernel: [5], padding: [2, 0], sizes: [120, 84, 10]}"
        let recipe = try files.recipe("{kind: csv, path: a.csv, target: b}", lenet)
        let model: any Model<Float> = recipe.makeModel(ModelTask(inputs: .rows(784), outputs: 10))
        #expect(model.parameterCount == 61_706)
        #expect(
            model.parameters.map(\.name).filter { $0.hasSuffix("weight") } == [
                "conv1.weight", "conv2.weight", "hidden1.weight", "hidden2.weight", "output.weight",
            ]
        )
        func count(_ model: String) throws -> Int {
            let task = ModelTask(inputs: .tokens(65, window: 64, lanes: nil), outputs: 65)
            let model: any Model<Float> = try files.recipe(textData, model).makeModel(task)
            return model.parameterCount
        }
        #expect(try count("{kind: lstm, hidden: 256, embedding: 256}") == 559_681)
        #expect(try count("{kind: rnn, hidden: 128}") == 33_345)
        #expect(try count("{kind: transformer, bias: false}") == 804_096)
    }

    @Test func `prefetched batches make the same run, bit by bit`() throws {
        for data in [textData, lanesData, imagesData, "{kind: adding, batch: 4, evaluate_on: 4}"] {
            let model = data == imagesData ? "{kind: mlp, sizes: [24, 3]}" : "{kind: rnn, hidden: 5}"
            let rest = data.contains("adding") ? "steps: 30\nloss: {kind: mse}" : "steps: 30"
            let ahead = data.dropLast() + ", prefetch: true}"
            let plain = try run(PreparedRun(files.recipe(data, model, rest: rest)))
            let prefetched = try run(PreparedRun(files.recipe(String(ahead), model, rest: rest)))
            #expect(plain.steps.map(\.loss) == prefetched.steps.map(\.loss))
            #expect(plain.steps.map(\.gradNorm) == prefetched.steps.map(\.gradNorm))
        }
    }

    @Test func `the sum over the batch has a gradient as many times as large, and is reported as the mean`() throws {
        let plain = try run(PreparedRun(files.recipe(lanesData, "{kind: rnn}")), Double.self).steps[0]
        let rest = "steps: 3\nloss: {reduction: sum, ema: 0.5}"
        let steps = try run(PreparedRun(files.recipe(lanesData, "{kind: rnn}", rest: rest)), Double.self).steps
        #expect(steps[0].loss == plain.loss)
        #expect(abs(steps[0].gradNorm! / plain.gradNorm! - 32) < 1e-9)
        let averages = steps.map { $0.extras.first { $0.name == "loss_ema" }!.value }
        #expect(averages[0] == steps[0].loss)
        #expect(averages[2] == (averages[1] + steps[2].loss!) / 2)
    }

    @Test(arguments: ["mse", "l1", "smooth_l1", "huber"])
    func `rows of numbers for every loss`(kind: String) throws {
        try files.write(Array("a,b\n1,2\n2,4.5\n3,7\n".utf8), "numbers.csv")
        let rest = "steps: 40\nloss: {kind: \(kind)}"
        let data = "{kind: csv, path: numbers.csv, target: b, test: 1, batch: 2}"
        let losses = try run(PreparedRun(files.recipe(data, "{kind: mlp, sizes: [1, 1]}", rest: rest))).steps
        #expect(losses.last!.loss! < losses[0].loss! / 4)
    }

    @Test func `two classes by one logit, which is right above 0 for class 1`() throws {
        try files.write(Array("a,b\n-1,0\n-2,0\n1,1\n2,1\n-3,0\n3,1\n".utf8), "two.csv")
        let data = "{kind: csv, path: two.csv, target: b, test: 2, batch: 4}"
        let rest = "steps: 60\nloss: {kind: bce_logits}"
        let events = try run(PreparedRun(files.recipe(data, "{kind: mlp, sizes: [1, 1]}", rest: rest)))
        #expect(events.steps.last!.loss! < 0.4 && events.evaluations.last!.accuracy == 1)
        try files.write(Array("a,b\n-1,0\n1,2\n".utf8), "three.csv")
        #expect(
            files.message("{kind: csv, path: three.csv, target: b}", "{kind: mlp, sizes: [1, 1]}", rest: rest)
                == "some.yaml:4: loss.kind bce_logits learns the classes 0 and 1, but three.csv has 3"
        )
        #expect(
            files.message(data, "{kind: mlp, sizes: [1, 2]}", rest: rest)
                == "some.yaml:2: model.sizes ends with 2, but loss.kind bce_logits learns 1 logit for each row"
        )
    }
}
