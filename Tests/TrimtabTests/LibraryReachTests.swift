import Foundation
import Testing
import YAML

@testable import Recipes

/// What recipes reach of the library, and what the documentation says that they do not.
@Suite struct LibraryReachTests {
    private enum Reach {
        /// The word of a key.
        case word(String, of: String)
        /// Part of the models of a kind, or of how they are made.
        case part
        /// Only in a program of one's own; the page FromPyTorch names it.
        case none
    }

    private static let reach: [String: Reach] = [
        "ReLU": .word("relu", of: "model.activation"), "Tanh": .word("tanh", of: "model.activation"),
        "Sigmoid": .word("sigmoid", of: "model.activation"), "GELU": .word("gelu", of: "model.activation"),
        "SiLU": .word("silu", of: "model.activation"), "ELU": .word("elu", of: "model.activation"),
        "SELU": .word("selu", of: "model.activation"), "Softplus": .word("softplus", of: "model.activation"),
        "Hardtanh": .word("hardtanh", of: "model.activation"), "LeakyReLU": .word("leaky_relu", of: "model.activation"),
        "RNN": .word("rnn", of: "model.kind"), "LSTM": .word("lstm", of: "model.kind"),
        "GRU": .word("gru", of: "model.kind"), "GPT": .word("transformer", of: "model.kind"),
        "Conv2d": .word("cnn", of: "model.kind"), "Linear": .word("mlp", of: "model.kind"),
        "MaxPool2d": .word("max", of: "model.pooling"), "AvgPool2d": .word("average", of: "model.pooling"),
        "Flatten": .part, "Unflatten": .part, "LastStep": .part, "TokenRecurrence": .part, "RecurrentLayer": .part,
        "HiddenStateLayer": .part, "Embedding": .part,
        "CausalSelfAttention": .part, "LayerNorm": .part, "Dropout": .part, "BatchNorm": .none, "Sequential": .none,
        "SGD": .word("sgd", of: "optimizer.kind"), "Adam": .word("adam", of: "optimizer.kind"),
        "AdamW": .word("adamw", of: "optimizer.kind"), "RMSprop": .word("rmsprop", of: "optimizer.kind"),
        "Adagrad": .word("adagrad", of: "optimizer.kind"),
        "ConstantSchedule": .word("constant", of: "schedule.kind"), "StepLR": .word("step", of: "schedule.kind"),
        "MultiStepLR": .word("multistep", of: "schedule.kind"),
        "ExponentialLR": .word("exponential", of: "schedule.kind"), "LinearLR": .word("linear", of: "schedule.kind"),
        "PolynomialLR": .word("polynomial", of: "schedule.kind"),
        "CosineAnnealingLR": .word("cosine", of: "schedule.kind"),
        "CosineAnnealingWarmRestarts": .word("warm_restarts", of: "schedule.kind"),
        "OneCycleLR": .word("one_cycle", of: "schedule.kind"),
        "WarmupCosineLR": .word("nanogpt", of: "schedule.kind"),
        "ReduceLROnPlateau": .word("plateau", of: "schedule.kind"), "LambdaLR": .none, "SequentialLR": .none,
        "Init.normal": .word("normal", of: "model.init"), "Init.xavierUniform": .word("xavier", of: "model.init"),
        "Init.xavierNormal": .word("xavier_normal", of: "model.init"),
        "Init.kaimingUniform": .word("kaiming", of: "model.init"),
        "Init.kaimingNormal": .word("kaiming_normal", of: "model.init"),
        "Init.orthogonal": .word("orthogonal", of: "model.init"),
        "Init.smartTanh": .word("smart_tanh", of: "model.init"),
        "Init.identity": .word("identity", of: "model.init"), "Init.spectralRadius": .part, "Init.uniform": .none,
        "Init.constant": .none,
        "crossEntropy": .word("cross_entropy", of: "loss.kind"), "mse": .word("mse", of: "loss.kind"),
        "l1": .word("l1", of: "loss.kind"), "smoothL1": .word("smooth_l1", of: "loss.kind"),
        "huber": .word("huber", of: "loss.kind"), "binaryCrossEntropy": .word("bce_logits", of: "loss.kind"),
        "nll": .none,
    ]

    /// The public models, optimizers, schedules, ways to begin and losses, as the sources declare them.
    private func declared() throws -> [String: [String]] {
        let training = DocumentationPage.root.appending(path: "Sources/Training")
        func names(_ folder: String, _ file: (String) -> Bool, _ pattern: Regex<(Substring, Substring)>) throws
            -> [String]
        {
            let folder = training.appending(path: folder)
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter(file).flatMap { name in
                try String(contentsOf: folder.appending(path: name), encoding: .utf8).matches(of: pattern)
                    .map { String($0.1) }
            }
        }
        let declared = [
            "modules": try names(
                "Modules",
                { _ in true },
                /public (?:final )?(?:struct|class) (\w+)<[^>]*>: (?:Module|Model|RecurrentLayer|HiddenStateLayer)\b/
            ),
            "optimizers": try names(
                "Optimizers",
                { _ in true },
                /public (?:final )?class (\w+)<[^>]*>: \w*(?:Optimizer|Adam)\b/
            ),
            "schedules": try names("Schedules", { _ in true }, /public struct (\w+): (?:Counting)?Schedule\b/),
            "ways to begin": try names(
                "Modules",
                { _ in true },
                /(?m)^    public static func (\w+)<[^>]*>\(\s*_ (?:tensor|recurrent):/
            ).map { "Init.\($0)" },
            "losses": try names("Losses", { $0.hasPrefix("Losses+") }, /(?m)^    public static func (\w+)</),
        ]
        return declared
    }

    @Test func `everything of the library is reached by a recipe, or named in the documentation`() throws {
        let declared = try declared()
        let counts = ["modules": 30, "optimizers": 5, "schedules": 13, "ways to begin": 10, "losses": 9]
        #expect(declared.mapValues(\.count) == counts)
        for name in declared.values.joined() {
            #expect(Self.reach[name] != nil, "\(name) is new: can a recipe reach it?")
        }
        for (name, reach) in Self.reach {
            guard case .word(let word, let path) = reach else { continue }
            #expect(Schema()[path]?.words.contains(word) == true, "\(name)")
        }
    }

    @Test func `the page FromPyTorch names what recipes do not reach, and nothing that they do`() throws {
        let text = try DocumentationPage("Sources/Training/Training.docc/FromPyTorch.md").section("recipe exceptions")
        for (name, reach) in Self.reach {
            if case .none = reach { #expect(text.contains("`\(name)`"), "\(name)") }
        }
        for name in text.matches(of: /`([\w.]+)`/).map({ String($0.1) }) {
            if case .word? = Self.reach[name] { Issue.record("\(name) is reached") }
        }
    }
}
