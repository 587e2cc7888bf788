import Testing
import YAML

@testable import Recipes

/// What PyTorch, Hugging Face and others call it.
@Suite struct NearestKeyTests {
    @Test(
        arguments: [
            ("optimizer.learning_rate", "optimizer.lr"), ("learning_rate", "optimizer.lr"), ("lr", "optimizer.lr"),
            ("optimizer.LR", "optimizer.lr"), ("optimizer.wd", "optimizer.weight_decay"),
            ("optimizer.beta1", "optimizer.betas"), ("adam_beta2", "optimizer.betas"),
            ("adam_epsilon", "optimizer.eps"), ("momentum", "optimizer.momentum"),
            ("nesterov", "optimizer.nesterov"), ("optimizer.amsGrad", "optimizer.amsgrad"), ("optim", "optimizer.kind"),
            ("max_grad_norm", "clip.max_norm"), ("clip_grad_norm", "clip.max_norm"), ("clip.value", "clip.max_norm"),
            ("optimizer.max_grad_norm", "clip.max_norm"), ("gradient_clip_val", "clip.max_norm"),
            ("per_device_train_batch_size", "data.batch"), ("data.batch_size", "data.batch"),
            ("num_train_epochs", "epochs"), ("max_epochs", "epochs"), ("max_steps", "steps"), ("max_iters", "steps"),
            ("warmup_steps", "schedule.warmup"), ("schedule.num_warmup_steps", "schedule.warmup"),
            ("lr_scheduler_type", "schedule.kind"), ("scheduler", "schedule"),
            ("schedule.T_max", "schedule.total_iters"),
            ("schedule.eta_min", "schedule.min_lr"), ("schedule.step_size", "schedule.every"),
            ("schedule.T_0", "schedule.t_0"), ("schedule.max_lr", "optimizer.lr"),
            ("gradient_accumulation_steps", "accumulate"), ("eval_steps", "evaluate_every"),
            ("save_steps", "checkpoint.every"),
            ("save_total_limit", "checkpoint.keep"), ("output_dir", "checkpoint.path"), ("random_seed", "seed"),
            ("dtype", "precision"), ("num_threads", "threads"), ("block_size", "data.length"),
            ("data.seq_len", "data.length"), ("criterion", "loss"), ("loss.delta_", "loss.delta"),
            ("model.kernel_size", "model.kernel"), ("model.num_layers", "model.layers"), ("n_head", "model.heads"),
            ("model.dropout_rate", "model.dropout"), ("dropout", "model.dropout"), ("run_name", "name"),
            ("set_flush_denormal", "subnormals"),
            ("data.label", "data.target"), ("data.Path", "data.path"), ("optimiser", "optimizer"),
        ]
    )
    func synonyms(path: String, expected: String) { #expect(Schema().nearest(to: path, kind: nil) == expected) }

    @Test func `a word that means several keys is the one that goes with the section's kind`() {
        #expect(Schema().nearest(to: "model.hidden_size", kind: "lstm") == "model.hidden")
        #expect(Schema().nearest(to: "model.hidden_size", kind: "transformer") == "model.width")
        #expect(Schema().nearest(to: "model.n_embd", kind: "gru") == "model.embedding")
        #expect(Schema().nearest(to: "model.n_embd", kind: "transformer") == "model.width")
    }

    @Test func `every synonym is of a key, and no key's own name in its section`() {
        let schema = Schema()
        let known = Set(schema.keys.map(\.path) + schema.sections)
        for (word, paths) in schema.synonyms {
            for path in paths {
                #expect(known.contains(path), "\(word) → \(path)")
                #expect(folded(String(path.split(separator: ".").last ?? "")) != word, "\(word) → \(path)")
            }
        }
        for key in schema.keys {
            var meant: [String: String] = [:]
            for (word, others) in key.wordSynonyms {
                #expect(key.words.contains(word), "\(key.path) \(word)")
                for other in others.split(separator: " ").map({ folded(String($0)) }) {
                    #expect(!key.words.contains(other), "\(key.path) \(other)")
                    #expect(meant.updateValue(word, forKey: other) ?? word == word, "\(key.path) \(other)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ("optimizer.kind", "adamw_torch", "adamw"), ("optimizer.kind", "SGD", "sgd"),
            ("schedule.kind", "CosineAnnealingLR", "cosine"), ("schedule.kind", "ReduceLROnPlateau", "plateau"),
            ("schedule.kind", "cosine_with_restarts", "warm_restarts"), ("schedule.kind", "OneCycleLR", "one_cycle"),
            ("loss.kind", "CrossEntropyLoss", "cross_entropy"), ("loss.kind", "mae", "l1"),
            ("loss.kind", "bce", "bce_logits"), ("model.activation", "LeakyReLU", "leaky_relu"),
            ("model.kind", "gpt", "transformer"), ("precision", "float64", "double"), ("clip.kind", "l2", "norm"),
            ("model.init", "glorot_uniform", "xavier"), ("subnormals", "FTZ", "flush"),
        ]
    )
    func words(path: String, word: String, expected: String) throws {
        let key = try #require(Schema()[path])
        #expect(nearestWord(to: word, among: key.words, key.wordSynonyms) == expected)
    }

    @Test func `a key as long as a book is refused without a search`() {
        #expect(Schema().nearest(to: String(repeating: "lr.", count: 100_000), kind: nil) == nil)
    }

    @Test(arguments: ["foo", "model.foo", "optimizer.xyzzy", "banana"])
    func `what is spelled like no key has none near it`(path: String) {
        #expect(Schema().nearest(to: path, kind: nil) == nil)
    }
}
