/// The names that other tools use for fields of the format: Hugging Face's trainer and its reports to Weights & Biases,
/// LLaMA-Factory, Lightning, nanoGPT, Megatron, fairseq.
enum ForeignName {
    case number(Metric), epoch

    init?(_ name: JSONScanner.RawString) {
        switch name {
        case "train_loss", "train/loss", "training_loss", "train/train_loss", "lm_loss", "lm loss":
            self = .number(.loss)
        case "train/grad_norm", "gradient_norm", "total_norm", "train/gradient_norm", "train/total_norm", "global_norm":
            self = .number(.gradNorm)
        case "learning_rate", "train/learning_rate", "train/lr", "train_lr", "learning-rate":
            self = .number(.lr)
        case "train/epoch", "current_epoch", "trainer/epoch": self = .epoch
        default: return nil
        }
    }

    /// The rank of a name for the step, the lowest used first; nil for any other name.
    ///
    /// If a line has several, an optimizer's step goes before a logger's count of lines.
    static func stepRank(_ name: JSONScanner.RawString) -> Int8? {
        switch name {
        case "step": 0
        case "global_step", "train/global_step", "trainer/global_step": 1
        case "current_steps", "iter", "iteration", "iter_num", "num_updates": 2
        case "_step": 3
        default: nil
        }
    }

    /// The rank of a name for the time: seconds of the run go before Unix time.
    static func timeRank(_ name: JSONScanner.RawString) -> Int8? {
        switch name {
        case "_runtime": 1
        case "elapsed_time", "elapsed": 2
        case "_timestamp", "timestamp", "wall_time": 3
        default: nil
        }
    }

    /// The split and measure of a name such as eval_loss or val/accuracy; nil for any other name.
    static func evaluation(_ name: JSONScanner.RawString) -> (split: ForeignSplit, isLoss: Bool)? {
        switch name {
        case "eval_loss", "eval/loss": (.eval, true)
        case "eval_accuracy", "eval/accuracy", "eval_acc", "eval/acc": (.eval, false)
        case "val_loss", "val/loss": (.val, true)
        case "val_accuracy", "val/accuracy", "val_acc", "val/acc": (.val, false)
        case "valid_loss", "valid/loss", "validation_loss", "validation/loss": (.validation, true)
        case "valid_accuracy", "valid/accuracy", "validation_accuracy", "validation/accuracy": (.validation, false)
        case "test_loss", "test/loss": (.test, true)
        case "test_accuracy", "test/accuracy", "test_acc", "test/acc": (.test, false)
        default: nil
        }
    }
}

/// The splits that these names refer to.
enum ForeignSplit: String {
    case eval, val, validation, test
}

extension JSONScanner.RawString {
    /// The seconds of a duration such as 0:00:19, 12:05 or 1 day, 2:03:04; nil for any other text.
    var clockSeconds: Double? {
        guard let text = try? text() else { return nil }
        var rest = text[...]
        var days = 0.0
        if let comma = rest.firstIndex(of: ","), let count = Double(rest.prefix(while: \.isNumber)),
            rest[..<comma].hasSuffix("day") || rest[..<comma].hasSuffix("days")
        {
            days = count
            rest = rest[rest.index(after: comma)...].drop { $0 == " " }
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for part in parts {
            guard let first = part.first, first.isNumber, let value = Double(part), value.isFinite else { return nil }
            seconds = seconds * 60 + value
        }
        return days * 86_400 + seconds
    }
}
