extension RecipeKey {
    /// The key, or section, that somebody may have meant by a path there is none of: what the word means in other
    /// frameworks, or what is nearest in its letters. Nil for a text so long that it is no key.
    ///
    /// - Parameter kind: that of the section the path is in, where it gives one.
    static func nearest(to path: String, kind: String?) -> String? {
        guard path.utf8.count <= 100 else { return nil }
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let (section, name) = (parts.dropLast().joined(separator: "."), parts.last ?? path)
        let known = all.map(\.path) + sections
        let meant = synonyms[folded(name)] ?? []
        func isHere(_ candidate: String) -> Bool { parent(of: candidate) == section }
        func fits(_ candidate: String) -> Bool {
            guard isHere(candidate), let kind, let kinds = at(candidate)?.kinds, !kinds.isEmpty else { return false }
            return kinds.contains(kind)
        }
        func isSpeltAlike(_ candidate: String) -> Bool { folded(lastPart(of: candidate)) == folded(name) }

        let likely: [String] = [
            known.first { isHere($0) && isSpeltAlike($0) }, meant.first(where: fits), meant.first(where: isHere),
            known.first(where: isSpeltAlike), meant.first,
        ].compactMap { $0 }
        if let first = likely.first { return first }
        // A key in the wrong section is as near as one that is misspelt in the right one; the right section wins a tie.
        return known.map { ($0, NameDistance(name, lastPart(of: $0)).with(penalty: !isHere($0))) }
            .min { $0.1 < $1.1 }?.0
    }

    /// The word of a key's list that somebody may have meant.
    func nearestWord(to word: String, among words: [String]) -> String? {
        if let same = words.first(where: { folded($0) == folded(word) }) { return same }
        return Self.wordSynonyms[path]?[folded(word)] ?? trimtab.nearest(to: word, among: words)
    }

    private static func parent(of path: String) -> String {
        path.split(separator: ".").dropLast().joined(separator: ".")
    }

    private static func lastPart(of path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
}

// MARK: - What others call it

extension RecipeKey {
    /// Names of PyTorch, Hugging Face, Lightning, Keras and nanoGPT, folded, with the keys they may mean: that of the
    /// section they stand in, otherwise the first.
    static let synonyms: [String: [String]] = {
        let table: [String: String] = [
            "optimizer.lr":
                "learning_rate initial_lr base_lr max_lr eta step_size_up lr0 peak_lr adam_lr lr_start starting_lr",
            "optimizer.weight_decay": "wd l2 l2_penalty decay weight_decay_rate l2_reg adam_weight_decay",
            "optimizer.betas": "beta beta1 beta2 beta_1 beta_2 adam_beta1 adam_beta2 adam_betas b1 b2",
            "optimizer.eps": "epsilon adam_epsilon adam_eps",
            "optimizer.alpha": "rho smoothing rmsprop_alpha",
            "optimizer.momentum": "mu sgd_momentum",
            "optimizer.nesterov": "use_nesterov nesterov_momentum",
            "optimizer.initial_accumulator_value": "initial_accumulator",
            "optimizer.kind": "optim optimizer_type optimizer_name optim_type opt",
            "schedule.kind": "lr_scheduler_type scheduler_type schedule_type lr_schedule_type lr_scheduler_name",
            "schedule": "scheduler lr_scheduler lr_schedule learning_rate_schedule sched",
            "schedule.warmup": "warmup_steps num_warmup_steps warmup_iters warmup_epochs warmup_ratio warmup_period",
            "schedule.start": "warmup_init_lr warmup_factor warmup_start",
            "schedule.start_factor": "start_lr_factor",
            "schedule.end_factor": "end_lr_factor",
            "schedule.min_lr": "eta_min min_learning_rate lr_min final_lr end_lr lr_end minimum_lr",
            "schedule.every": "step_size decay_steps drop_every",
            "schedule.gamma": "decay_rate lr_decay_rate lr_gamma drop",
            "schedule.milestones": "steps boundaries lr_milestones",
            "schedule.total_iters": "decay_iters lr_decay_iters num_training_steps total_steps t_max",
            "schedule.t_0": "first_cycle_steps",
            "schedule.t_mult": "cycle_mult",
            "schedule.pct_start": "warmup_pct",
            "schedule.div_factor": "initial_div_factor",
            "schedule.threshold": "min_delta",
            "clip": "clipping grad_clipping gradient_clipping",
            "clip.max_norm":
                "max_grad_norm clip_grad_norm clip_grad_norm_ grad_clip grad_clip_norm gradient_clip gradient_clip_val clipnorm clip_norm clip_value clip_grad_value global_clipnorm clip_threshold clip_grad max_gradient_norm threshold norm value",
            "clip.kind": "clip_type gradient_clip_algorithm clip_mode algorithm",
            "clip.norm_type": "p norm_p grad_norm_type",
            "data.batch":
                "batch_size bs train_batch_size per_device_train_batch_size micro_batch_size minibatch_size mini_batch_size batchsize per_gpu_train_batch_size",
            "data.path":
                "file filename filepath data_path data_dir dataset dataset_name dataset_path train_file root dir",
            "data.target": "label labels label_column target_column y targets label_name",
            "data.test": "test_size holdout test_split num_test eval_size",
            "data.validation": "validation_split val_split val_size val_fraction valid",
            "data.length":
                "block_size seq_len seq_length sequence_length max_seq_length max_seq_len context_length context_size n_ctx bptt max_length window",
            "data.evaluate_on": "eval_samples num_eval eval_iters max_eval_samples",
            "data.drop_last": "drop_remainder dataloader_drop_last",
            "data.prefetch": "num_workers dataloader_num_workers prefetch_factor workers",
            "data.scale": "rescale normalize factor",
            "epochs": "num_train_epochs num_epochs n_epochs max_epochs nb_epoch epoch",
            "steps":
                "max_steps num_steps n_steps max_iters iterations num_iterations train_steps num_iters iters total_steps num_training_steps training_steps step",
            "accumulate":
                "gradient_accumulation_steps grad_accumulation_steps accumulate_grad_batches gradient_accumulation grad_accum accumulation_steps",
            "evaluate":
                "eval_steps eval_interval eval_every evaluate_every val_check_interval evaluation_steps eval evaluation_strategy",
            "layers_every": "logging_steps log_every log_interval log_every_n_steps inspect_every",
            "seed": "random_seed manual_seed data_seed random_state rng",
            "precision": "dtype fp16 bf16 float_type torch_dtype data_type",
            "subnormals": "denormals set_flush_denormal flush_denormal flush_to_zero ftz daz",
            "threads": "num_threads n_threads cpu_threads intra_op_threads",
            "pace": "max_steps_per_second steps_per_second",
            "name": "run_name experiment project experiment_name title",
            "non_finite": "nan on_nan nan_policy terminate_on_nan detect_anomaly",
            "loss": "criterion loss_fn objective loss_function",
            "loss.kind": "loss_type criterion_type",
            "loss.label_smoothing": "label_smoothing_factor smoothing",
            "loss.ema": "ema_decay smoothing_factor",
            "model": "network net architecture arch",
            "model.kind": "model_type model_name architecture arch type",
            "model.sizes": "hidden_sizes layer_sizes hidden_layers hidden_layer_sizes units dims widths",
            "model.channels": "filters out_channels num_filters n_filters",
            "model.kernel": "kernel_size kernel_sizes filter_size",
            "model.padding": "pad same",
            "model.pool": "pool_size maxpool max_pool stride",
            "model.image": "input_shape image_size input_size img_size",
            "model.activation":
                "activation_function hidden_act act act_fn nonlin non_linearity activation_fn hidden_activation",
            "model.hidden": "hidden_size hidden_dim n_hidden num_hidden hidden_units rnn_size num_units state_size",
            "model.layers":
                "num_layers n_layer n_layers num_hidden_layers depth num_blocks n_blocks nlayers num_recurrent_layers",
            "model.heads": "n_head n_heads num_heads num_attention_heads nhead attention_heads",
            "model.width":
                "n_embd d_model embed_dim embedding_dim emb_dim hidden_size hidden_dim model_dim dim emb_size",
            "model.embedding": "embedding_dim embedding_size embed_dim emb_dim emb_size n_embd d_embed",
            "model.dropout": "dropout_rate dropout_p drop_rate resid_pdrop hidden_dropout_prob drop p_dropout",
            "model.bias": "use_bias",
            "model.init": "initializer initialization weight_init init_method kernel_initializer initialisation",
            "model.deviation": "std init_std initializer_range stddev sigma",
            "model.negative_slope": "leak leaky_slope slope",
            "checkpoint.every": "save_steps save_every checkpoint_every save_interval every_n_train_steps save_freq",
            "checkpoint.keep": "save_total_limit keep_last max_to_keep save_top_k",
            "checkpoint.path": "output_dir out_dir save_dir checkpoint_dir ckpt_dir default_root_dir dirpath",
            "checkpoint.at_end": "save_last save_final",
            "checkpoint": "checkpointing ckpt save saving",
            "snapshots.every": "snapshot_every snapshot_interval",
        ]
        var synonyms: [String: [String]] = [:]
        for path in table.keys.sorted(by: { place(of: $0) < place(of: $1) }) {
            for word in (table[path] ?? "").split(separator: " ") {
                synonyms[folded(String(word)), default: []].append(path)
            }
        }
        return synonyms
    }()

    /// Keys in the order of their table, and after them the sections.
    private static func place(of path: String) -> Int {
        all.firstIndex { $0.path == path } ?? all.count + (sections.firstIndex(of: path) ?? sections.count)
    }

    /// Words of other frameworks, folded, for the words of a key.
    static let wordSynonyms: [String: [String: String]] = {
        let table: [String: [String: String]] = [
            "optimizer.kind": [
                "adamw": "adamw_torch adamw_hf adamw_torch_fused adamw_apex_fused adamw_8bit torch.optim.AdamW",
                "adam": "torch.optim.Adam adamax nadam radam",
                "sgd": "gd sgd_momentum nesterov momentum torch.optim.SGD",
                "rmsprop": "torch.optim.RMSprop rms", "adagrad": "torch.optim.Adagrad",
            ],
            "schedule.kind": [
                "constant": "none off null fixed ConstantLR", "step": "StepLR decay staircase",
                "multistep": "MultiStepLR piecewise milestones", "exponential": "ExponentialLR exp",
                "linear": "LinearLR", "polynomial": "PolynomialLR poly polynomial_decay",
                "cosine": "CosineAnnealingLR cosine_annealing cos cosine_decay",
                "warm_restarts":
                    "CosineAnnealingWarmRestarts cosine_with_restarts cosine_warm_restarts sgdr cosine_restarts",
                "one_cycle": "OneCycleLR 1cycle", "warmup": "constant_with_warmup linear_with_warmup warmup_linear",
                "warmup_cosine": "cosine_with_warmup cosine_warmup linear_warmup_cosine cosine_with_min_lr",
                "plateau": "ReduceLROnPlateau reduce_on_plateau", "nanogpt": "gpt nanogpt_cosine",
            ],
            "loss.kind": [
                "cross_entropy":
                    "CrossEntropyLoss ce xent nll NLLLoss softmax categorical_crossentropy sparse_categorical_crossentropy",
                "bce_logits": "BCEWithLogitsLoss bce BCELoss binary_cross_entropy binary_crossentropy bce_with_logits",
                "mse": "MSELoss l2 mean_squared_error squared", "l1": "L1Loss mae mean_absolute_error",
                "smooth_l1": "SmoothL1Loss", "huber": "HuberLoss",
            ],
            "model.kind": [
                "mlp": "linear dense fc feedforward perceptron dnn", "cnn": "conv convnet conv2d lenet",
                "transformer": "gpt gpt2 nanogpt attention decoder", "rnn": "elman vanilla recurrent",
            ],
            "model.activation": ["silu": "swish", "leaky_relu": "lrelu", "hardtanh": "clip", "sigmoid": "logistic"],
            "model.init": [
                "xavier": "glorot xavier_uniform glorot_uniform", "xavier_normal": "glorot_normal",
                "kaiming": "he kaiming_uniform he_uniform", "kaiming_normal": "he_normal", "orthogonal": "ortho saxe",
                "default": "none torch pytorch", "normal": "gaussian random_normal",
            ],
            "model.pooling": ["average": "avg mean AvgPool2d", "max": "MaxPool2d"],
            "data.kind": [
                "csv": "table tsv tabular rows", "idx": "mnist images fashion_mnist", "text": "txt characters char",
            ],
            "clip.kind": [
                "norm": "clip_grad_norm clip_grad_norm_ l2 global_norm", "none": "off false null no",
                "value": "clip_grad_value clip_grad_value_ clamp",
            ],
            "precision": [
                "float": "float32 fp32 f32 single 32 fp16 bf16 half float16", "double": "float64 fp64 f64 64",
            ],
            "subnormals": ["flush": "ftz daz zero off", "keep": "ieee gradual on"],
            "loss.reduction": ["mean": "average avg batchmean elementwise_mean"],
            "non_finite": [
                "stop": "abort raise error fail", "skip": "skip_step drop", "continue": "ignore proceed",
                "pause": "hold",
            ],
            "data.windows": ["random": "shuffled shuffle", "sequential": "ordered stateful"],
        ]
        return table.mapValues { words in
            var synonyms: [String: String] = [:]
            for (word, others) in words {
                for other in others.split(separator: " ") { synonyms[folded(String(other))] = word }
            }
            return synonyms
        }
    }()
}
