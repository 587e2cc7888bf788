import Testing

@testable import Training

/// The cases that the core is measured by: each is in a golden file, in Float and in Double.
@Suite struct GoldenListTests {
    struct Entry: CustomTestStringConvertible, Sendable {
        let title: String
        let file: String
        let names: [String]
        var testDescription: String { title }

        init(_ title: String, _ file: String, _ names: String...) {
            (self.title, self.file, self.names) = (title, file, names)
        }
    }

    static let list = [
        Entry("1 norm 2", "clipping", "norm 2 below", "norm 2 at", "norm 2 above"),
        Entry("2 norm 1", "clipping", "norm 1 below", "norm 1 at", "norm 1 above"),
        Entry("3 norm ∞", "clipping", "norm inf below", "norm inf at", "norm inf above"),
        Entry("4 norm 3", "clipping", "norm 3 below", "norm 3 at", "norm 3 above"),
        Entry("5 value", "clipping", "value below", "value at", "value above", "value non-finite"),
        Entry("6 none, empty, zero", "clipping", "some nil", "all nil", "empty list", "an empty tensor", "zeros"),
        Entry(
            "7 not finite",
            "clipping",
            "nan",
            "inf",
            "minus inf",
            "inf and unlimited",
            "sum of squares overflows float",
            "overflow over two tensors",
            "underflow"
        ),
        Entry("8 norm and scaling apart", "clipping", "split below", "split at", "split above", "split by nan"),
        Entry("9 shared parameter", "clipping", "shared", "shared under norm 1", "shared under norm inf"),
        Entry("10 SGD", "optimizers", "sgd", "sgd groups"),
        Entry("11 momentum and dampening", "optimizers", "sgd momentum dampening"),
        Entry("12 Nesterov and decay", "optimizers", "sgd nesterov decay"),
        Entry("13 maximize", "optimizers", "sgd maximize", "adam maximize", "rmsprop maximize", "adagrad maximize"),
        Entry("14 Adam", "optimizers", "adam", "adam decay"),
        Entry("15 Adam, amsgrad and decay", "optimizers", "adam amsgrad"),
        Entry("16 AdamW, two groups", "optimizers", "adamw groups"),
        Entry("17 RMSprop", "optimizers", "rmsprop"),
        Entry("18 RMSprop, centered with momentum", "optimizers", "rmsprop centered momentum"),
        Entry("19 Adagrad, lr_decay", "optimizers", "adagrad rate decay"),
        Entry("20 falls", "schedules", "step", "milestones", "exponential"),
        Entry("21 warm-up, then cosine", "schedules", "warm-up then cosine"),
        Entry("22 one cycle with momentum", "schedules", "one cycle", "one cycle, three linear phases"),
        Entry("23 plateau, NaN measured", "plateau", "relative", "absolute", "highest", "impatient"),
        Entry("24 live edits", "schedules", "lambda", "cosine", "restarts", "polynomial", "linear"),
        Entry("25 classes smoothed and ignored", "smoothing", "smoothing"),
        Entry("26 regression", "regression", "huber", "mse", "bce", "bce logits"),
        Entry("27 tanh RNN over 30 places", "rnn", "rnn"),
        Entry("28 LSTM", "gated", "lstm"),
        Entry("29 GRU, value clipping", "gated", "gru"),
        Entry("30 small GPT", "gpt", "gpt"),
    ]

    /// What all golden files say of a case.
    private struct Title: Decodable {
        let name: String?
        let type: String?
        let edit: Int?
    }

    @Test(arguments: list) func `each is there`(_ entry: Entry) throws {
        let titles: [Title] = try golden(entry.file)
        for name in entry.names {
            let found = titles.filter { ($0.name ?? entry.file) == name }
            if ["schedules", "plateau"].contains(entry.file) {
                // Rates are Doubles in either precision; an operator changes them in the course of some runs.
                #expect(found.contains { $0.edit == nil } && found.contains { $0.edit != nil }, "\(name)")
            } else {
                #expect(Set(found.map(\.type)) == ["float", "double"], "\(name)")
            }
        }
    }
}
