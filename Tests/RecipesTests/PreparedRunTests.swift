import Foundation
import Telemetry
import Testing
import YAML

@testable import Recipes
@testable import Training

private let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

private func demo(_ name: String, _ sets: String...) throws -> PreparedRun {
    try PreparedRun(Recipe(file: "\(root)/demos/\(name).yaml", overrides: Overrides(sets: sets)))
}

private func records(_ run: PreparedRun) throws -> [StepRecord] {
    var records: [StepRecord] = []
    let trainer: Trainer<Float> = try run.makeTrainer()
    trainer.run { if case .step(let record) = $0 { records.append(record) } }
    return records
}

private func message(_ text: String) -> String {
    do throws(DocumentError) {
        _ = try PreparedRun(Recipe(text: text, path: "\(root)/demos/some.yaml"))
        return "was taken"
    } catch { return error.description.replacing(root, with: "ROOT") }
}

@Suite struct PreparedRunTests {
    private static let all: [(name: String, parameters: Int, steps: Int)] = [
        ("adam-poisoned", 4810, 450), ("bad-batch", 4810, 450), ("clip-hurts", 2751, 200), ("dead-relu", 4810, 600),
        ("deep-relu", 42250, 675), ("deep-tanh", 42250, 675), ("digits", 4810, 4500), ("explosion", 2751, 1500),
        ("ignored-batch", 4810, 450), ("loss-spike", 2751, 600), ("max-norm-low", 4810, 600),
        ("max-norm-low-adam", 4810, 600), ("nan-explosion", 2751, 300), ("nan-forward", 2751, 100),
        ("plateau", 4810, 2700), ("silent-freeze", 2751, 300), ("temporal-order", 3104, 4000),
        ("vanishing", 42250, 675),
    ]

    @Test(arguments: all)
    func `every demo trains`(name: String, parameters: Int, steps: Int) throws {
        let prepared = try demo(name)
        #expect(prepared.steps == steps && prepared.recipe.name == name)
        let trainer: Trainer<Float> = try prepared.makeTrainer()
        #expect(trainer.runDescription.parameters == parameters && trainer.runDescription.steps == steps)
        let isTable = try demo(name).recipe.keys.data is CSVKind
        let records = try records(demo(name, "steps=2", isTable ? "data.test=10" : "data.evaluate_on=10"))
        guard let (step, codes) = Self.alarms[name] else {
            #expect(records.count == 2 && !records.contains(where: \.isNonFinite))
            return
        }
        #expect(records.count == step && records.last?.alarms.map(\.kind) == codes)
    }

    @Test func `subnormal numbers are flushed in Float and kept in Double unless the recipe says otherwise`() throws {
        func choice(_ sets: String...) throws -> (float: Subnormals, double: Subnormals) {
            let recipe = try Recipe(file: "\(root)/demos/digits.yaml", overrides: Overrides(sets: sets))
            let run = try PreparedRun(recipe)
            return (try run.makeTrainer(Float.self).subnormals, try run.makeTrainer(Double.self).subnormals)
        }
        #expect(try choice() == (.flush, .keep))
        #expect(try choice("subnormals=keep") == (.keep, .keep))
        #expect(try choice("subnormals=flush") == (.flush, .flush))
        // A run may be gone on with either way.
        #expect(try demo("digits", "subnormals=keep").recipe.identity == demo("digits").recipe.identity)
    }

    /// What goes wrong within two steps, and at which of them.
    private static let alarms: [String: (step: Int, codes: [Alarm.Kind])] = [
        "nan-explosion": (2, [.lossNaN, .normNaN]), "nan-forward": (1, [.lossNaN, .normNaN]),
        "silent-freeze": (2, [.normOverflow, .updateZero]),
    ]

    @Test func `a demo is missing nowhere, and those whose data is elsewhere say where`() throws {
        let folder = try FileManager.default.contentsOfDirectory(atPath: "\(root)/demos")
        let names = folder.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        let elsewhere = ["fashion-mnist", "min-char-rnn", "nanogpt"]
        #expect(Set(names) == Set(Self.all.map(\.name) + elsewhere))
        for name in elsewhere {
            do throws(DocumentError) {
                _ = try PreparedRun(
                    Recipe(file: "\(root)/demos/\(name).yaml", overrides: Overrides(sets: ["data.path=/nowhere"]))
                )
                Issue.record("\(name) was taken")
            } catch {
                #expect(error.description.contains("/nowhere") && error.description.contains("--set data.path="))
            }
        }
    }

    @Test(arguments: [("nanogpt", 804_096 - 38 * 128), ("min-char-rnn", 15_627)])
    func `the demos on texts train`(name: String, parameters: Int) throws {
        // Of 27 characters, where Shakespeare has 65.
        let text = String(repeating: "the quick brown fox jumps over the lazy dog ", count: 40)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).txt")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let prepared = try demo(name, "data.path=\(file.path)", "steps=2")
        #expect(prepared.parameterCount == parameters)
        let losses = try records(prepared).compactMap(\.loss)
        #expect(losses.count == 2 && losses[1] != losses[0] && abs(losses[0] - 3.296) < 0.15)
    }

    @Test func `digits in two epochs: the loss falls, and another run of the seed gives the same bits`() throws {
        let first = try records(demo("digits", "epochs=2"))
        let again = try records(demo("digits", "epochs=2", "evaluate_every=1000", "inspect_every=1"))
        let other = try records(demo("digits", "epochs=2", "seed=2"))
        #expect(first.count == 90 && first.last?.epoch == 1)
        #expect(first.map(\.loss) == again.map(\.loss))
        #expect(first.map(\.loss) != other.map(\.loss))
        // A guess among ten digits costs 2.3.
        #expect(first.suffix(10).compactMap(\.loss).reduce(0, +) < 18)
    }

    @Test func `several batches make a step: fewer steps in an epoch, and a poisoned one stays at its step`() throws {
        // 1437 rows in 45 batches.
        let run = try demo("bad-batch", "accumulate=4", "epochs=2", "data.poison.step=14")
        #expect(run.steps == 24)
        let steps = try records(run)
        #expect(steps.map(\.epoch) == (0..<24).map { $0 / 12 })
        #expect(steps.map(\.batch) == (0..<24).map { $0 % 12 * 4 })
        #expect(steps.max { $0.gradNorm! < $1.gradNorm! }?.step == 14)
        let fresh = try demo("explosion", "accumulate=3", "steps=5", "data.evaluate_on=10", "data.poison.step=2")
        #expect(try records(fresh).count == 5)
    }

    @Test func `a poisoned batch stands out by its norm, at its step`() throws {
        let records = try records(demo("bad-batch", "steps=12", "data.poison.step=11", "data.test=1"))
        let norms = records.compactMap(\.gradNorm)
        #expect(norms.max() == norms[10] && norms[10] > 20 * norms[9])
    }

    @Test func `schedules are as long as the run`() throws {
        let sets = ["steps=8", "data.test=1", "schedule={kind: cosine}", "optimizer.lr=1"]
        let run = try PreparedRun(
            Recipe(file: "\(root)/demos/digits.yaml", overrides: Overrides(sets: sets, steps: "4"))
        )
        let rates = try records(run).compactMap(\.lr)
        for (rate, expected) in zip(rates, [1, 0.853_553_390_593_273_8, 0.5, 0.146_446_609_406_726_2]) {
            #expect(abs(rate - expected) < 1e-12)
        }
        #expect(rates.count == 4)
    }

    @Test func `an option that takes another kind leaves aside what the file says for the old one`() throws {
        let recipe = try demo("bad-batch", "optimizer.kind=adam").recipe
        let kind = try #require(recipe.keys.optimizer as? AdamKind)
        #expect(kind.betas == NumberPair(first: 0.9, second: 0.999) && kind.eps == 1e-8)
        #expect(kind.shared.weightDecay == 0 && !kind.amsgrad)
    }

    private static let rest = """
        optimizer: {kind: sgd}
        steps: 1
        """

    @Test(
        arguments: [
            (
                "data: {kind: csv, path: digits.csv, target: label}\nmodel: {kind: mlp, sizes: [63, 10]}",
                "ROOT/demos/some.yaml:2: model.sizes begins with 63, but digits.csv has 64 features"
            ),
            (
                "data: {kind: csv, path: digits.csv, target: label}\nmodel: {kind: mlp, sizes: [64, 9]}",
                "ROOT/demos/some.yaml:2: model.sizes ends with 9, but digits.csv has 10 classes"
            ),
            (
                "data: {kind: csv, path: digits.csv, target: label}\nmodel: {kind: mlp, sizes: [64, 10]}\n"
                    + "loss: {kind: mse}",
                "ROOT/demos/some.yaml:2: model.sizes ends with 10, but loss.kind mse learns 1 number for each row"
            ),
            (
                "data: {kind: csv, path: digits.csv, target: digit}\nmodel: {kind: mlp, sizes: [64, 10]}",
                "ROOT/demos/some.yaml:1: data.target: ROOT/demos/digits.csv: has no column 'digit' "
                    + "(known: p0, p1, p2, p3, … label)"
            ),
            (
                "model: {kind: mlp, sizes: [64, 10]}\ndata:\n  kind: csv\n  path: none.csv\n  target: label",
                "ROOT/demos/some.yaml:4: data.path ROOT/demos/none.csv cannot be read (No such file or directory)"
            ),
            (
                "model: {kind: mlp, sizes: [64, 10]}\ndata: {kind: csv, path: digits.yaml, target: label}",
                "ROOT/demos/digits.yaml:"
            ),
            (
                "data: {kind: csv, path: digits.csv, target: label, test: 1797}\n"
                    + "model: {kind: mlp, sizes: [64, 10]}",
                "ROOT/demos/some.yaml:1: data.test keeps back 1797 rows, but digits.csv has 1797"
            ),
            (
                "data: {kind: csv, path: digits.csv, target: label, test: 360, batch: 1438}\n"
                    + "model: {kind: mlp, sizes: [64, 10]}",
                "ROOT/demos/some.yaml:1: data.batch 1438 is more than the 1437 training rows "
                    + "(1437 takes all of them at once)"
            ),
        ]
    )
    func `what does not fit the data is reported with both sides`(text: String, expected: String) {
        let message = message("\(text)\n\(PreparedRunTests.rest)\n")
        #expect(message.hasPrefix(expected))
        #expect(!message.contains("\n"))
    }
}
