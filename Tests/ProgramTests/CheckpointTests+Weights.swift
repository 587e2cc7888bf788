import Foundation
import Telemetry
import Testing
import TmuxSession
import Training

/// Weights that go from PyTorch to a run and back.
extension CheckpointTests {
    static let goldens = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "TrainingTests/Goldens")

    func golden(_ name: String) -> String { Self.goldens.appending(path: "\(name).safetensors").path }

    private struct Weights: Decodable {
        struct Digits: Decodable {
            var rows: Int
            var loss: Double
        }
        struct GPT: Decodable {
            var text: String
            var loss: Double
        }
        var digits: Digits
        var gpt: GPT
    }

    private func weights() throws -> Weights {
        try JSONDecoder().decode(Weights.self, from: Data(contentsOf: Self.goldens.appending(path: "weights.json")))
    }

    /// What was computed, without the time it took.

    @Test func `weights of PyTorch have its loss`() throws {
        let golden = try weights().digits
        let scratch = try Scratch()
        let run = try scratch.bash(
            """
            "$0" train '\(digits)' --jsonl --steps 3 --init '\(self.golden("digits"))' --set data.test=0 \
                --set data.batch=\(golden.rows) --set checkpoint.every=2 > first
            "$0" train '\(digits)' --jsonl --steps 1 --init digits.checkpoints/step-00000002.safetensors \
                --set data.test=0 --set data.batch=\(golden.rows) > second
            """
        )
        #expect(run.status == 0 && run.output.isEmpty)
        let (first, second) = (try scratch.lines(of: "first").steps, try scratch.lines(of: "second").steps)
        #expect(try abs(#require(first.first?.loss) - golden.loss) < 1e-6)
        // And back: a checkpoint's weights have the loss that the run had next, the rows in another order.
        #expect(try abs(#require(second.first?.loss) - #require(first.last?.loss)) < 1e-6)
        #expect(first.first?.loss != first.last?.loss)
    }

    @Test func `tied weights of PyTorch have its loss`() throws {
        let golden = try weights().gpt
        let scratch = try Scratch()
        try scratch.write(golden.text, to: "text.txt")
        try scratch.write(
            """
            data: {kind: text, path: text.txt, length: 6, batch: 4, validation: 0.1}
            model: {kind: transformer, layers: 2, heads: 2, width: 8, bias: false}
            optimizer: {kind: adamw, lr: 0.0}
            steps: 1
            """,
            to: "gpt.yaml"
        )
        // A rate of 0 leaves the weights as they are.
        let run = try scratch.bash("\"$0\" train gpt.yaml --jsonl --init '\(self.golden("gpt"))' > log")
        #expect(run.status == 0 && run.output.isEmpty)
        let measured = try scratch.lines(of: "log").events.compactMap { event -> Double? in
            if case .evaluation(let evaluation) = event { evaluation.loss } else { nil }
        }
        #expect(try abs(#require(measured.first) - golden.loss) < 1e-6)
    }

    @Test(arguments: ["module.", "_orig_mod.", "model.", "module._orig_mod.", "model.module."])
    func `the name of a wrapper is removed`(prefix: String) throws {
        let scratch = try Scratch()
        let file = try Safetensors(path: golden("digits"))
        let renamed = Dictionary(uniqueKeysWithValues: file.tensors.map { (prefix + $0.key, $0.value) })
        try Safetensors(tensors: renamed).write(to: scratch.path("wrapped"))
        let run = try scratch.bash(
            """
            "$0" train '\(digits)' --jsonl --steps 2 --init '\(golden("digits"))' > plain
            "$0" train '\(digits)' --jsonl --steps 2 --init wrapped > log
            "$0" train '\(digits)' --check --init wrapped --set 'model.sizes=[64, 10]'
            """
        )
        #expect(try scratch.lines(of: "log").steps.map(\.loss) == scratch.lines(of: "plain").steps.map(\.loss))
        let said = "trimtab: wrapped: removed the prefix \(prefix) from every name\n"
        #expect(run.status == 2 && run.output.hasPrefix(said), "\(run.output)")
        #expect(run.output.dropFirst(said.count).hasPrefix("trimtab: wrapped: has the unexpected hidden1.bias"))
        #expect(!run.output.dropFirst(said.count).contains(prefix))
    }

    private static let python = TmuxSession.python(importing: "torch, safetensors.torch")

    @Test(.enabled(if: python != nil, "there is no Python with torch and safetensors"))
    func `weights go both ways with PyTorch`() throws {
        let script = Self.goldens.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "weights-both-ways").path
        let scratch = try Scratch()
        let run = try finish([try #require(Self.python), script, program("trimtab")], scratch: scratch.folder)
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.split(separator: "\n").count == 12)
    }

    // MARK: Resuming
}
