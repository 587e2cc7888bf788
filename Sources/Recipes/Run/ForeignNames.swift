/// What PyTorch, Hugging Face, Lightning, Keras and nanoGPT call the keys and sections of a recipe: a key, and names that may
/// mean it. A name that may mean several keys means that of its section, otherwise the first in the recipe's order.
let foreignNames = """
    optimizer.lr: learning_rate initial_lr base_lr max_lr eta lr0 peak_lr adam_lr lr_start starting_lr
    optimizer.weight_decay: wd l2 l2_penalty decay weight_decay_rate l2_reg adam_weight_decay
    optimizer.betas: beta beta1 beta2 beta_1 beta_2 adam_beta1 adam_beta2 adam_betas b1 b2
    optimizer.eps: epsilon adam_epsilon adam_eps
    optimizer.alpha: rho smoothing rmsprop_alpha
    optimizer.momentum: mu sgd_momentum
    optimizer.nesterov: use_nesterov nesterov_momentum
    optimizer.initial_accumulator_value: initial_accumulator
    optimizer.kind: optim optimizer_type optimizer_name optim_type opt
    schedule.kind: lr_scheduler_type scheduler_type schedule_type lr_schedule_type lr_scheduler_name
    schedule: scheduler lr_scheduler lr_schedule learning_rate_schedule sched
    schedule.warmup: warmup_steps num_warmup_steps warmup_iters warmup_epochs warmup_ratio warmup_period
    schedule.start_factor: start_lr_factor warmup_init_lr warmup_factor warmup_start
    schedule.end_factor: end_lr_factor
    schedule.min_lr: eta_min min_learning_rate lr_min final_lr end_lr lr_end minimum_lr
    schedule.every: step_size decay_steps drop_every
    schedule.gamma: decay_rate lr_decay_rate lr_gamma drop
    schedule.milestones: steps boundaries lr_milestones
    schedule.total_iters: decay_iters lr_decay_iters num_training_steps total_steps t_max
    schedule.t_0: first_cycle_steps
    schedule.t_mult: cycle_mult
    schedule.pct_start: warmup_pct
    schedule.div_factor: initial_div_factor
    schedule.threshold: min_delta
    clip: clipping grad_clipping gradient_clipping
    clip.max_norm: max_grad_norm clip_grad_norm clip_grad_norm_ grad_clip grad_clip_norm gradient_clip gradient_clip_val
    clip.max_norm: clipnorm clip_norm clip_value clip_grad_value global_clipnorm clip_threshold clip_grad
    clip.max_norm: max_gradient_norm threshold norm value
    clip.kind: clip_type gradient_clip_algorithm clip_mode algorithm
    clip.norm_type: p norm_p grad_norm_type
    data.batch: batch_size bs train_batch_size per_device_train_batch_size micro_batch_size minibatch_size
    data.batch: mini_batch_size batchsize per_gpu_train_batch_size
    data.path: file filename filepath data_path data_dir dataset dataset_name dataset_path train_file root dir
    data.target: label labels label_column target_column y targets label_name
    data.test: test_size holdout num_test eval_size
    data.validation: validation_split val_split val_size val_fraction valid
    data.length: block_size seq_len seq_length sequence_length max_seq_length max_seq_len context_length context_size
    data.length: n_ctx bptt max_length window
    data.evaluate_on: eval_samples num_eval eval_iters max_eval_samples
    data.drop_last: drop_remainder dataloader_drop_last
    data.prefetch: num_workers dataloader_num_workers prefetch_factor workers
    data.scale: rescale normalize factor
    epochs: num_train_epochs num_epochs n_epochs max_epochs nb_epoch epoch
    steps: max_steps num_steps n_steps max_iters iterations num_iterations train_steps num_iters iters total_steps
    steps: num_training_steps training_steps step
    accumulate: gradient_accumulation_steps grad_accumulation_steps accumulate_grad_batches gradient_accumulation
    accumulate: grad_accum accumulation_steps
    evaluate_every: eval_steps eval_interval eval_every val_check_interval evaluation_steps eval evaluation_strategy
    inspect_every: logging_steps log_every log_interval log_every_n_steps
    seed: random_seed manual_seed data_seed random_state rng
    precision: dtype fp16 bf16 float_type torch_dtype data_type
    subnormals: denormals set_flush_denormal flush_denormal flush_to_zero ftz daz
    threads: num_threads n_threads cpu_threads intra_op_threads
    pace: max_steps_per_second steps_per_second
    name: run_name experiment project experiment_name title
    non_finite: nan on_nan nan_policy terminate_on_nan detect_anomaly
    loss: criterion loss_fn objective loss_function
    loss.kind: loss_type criterion_type
    loss.label_smoothing: label_smoothing_factor smoothing
    loss.ema: ema_decay smoothing_factor
    model: network net architecture arch
    model.kind: model_type model_name architecture arch type
    model.sizes: hidden_sizes layer_sizes hidden_layers hidden_layer_sizes units dims widths
    model.channels: filters out_channels num_filters n_filters
    model.kernel: kernel_size kernel_sizes filter_size
    model.padding: pad same
    model.pool: pool_size maxpool max_pool stride
    model.image: input_shape image_size input_size img_size
    model.activation: activation_function hidden_act act act_fn nonlin non_linearity activation_fn hidden_activation
    model.hidden: hidden_size hidden_dim n_hidden num_hidden hidden_units rnn_size num_units state_size
    model.layers: num_layers n_layer n_layers num_hidden_layers depth num_blocks n_blocks nlayers num_recurrent_layers
    model.heads: n_head n_heads num_heads num_attention_heads nhead attention_heads
    model.width: n_embd d_model embed_dim embedding_dim emb_dim hidden_size hidden_dim model_dim dim emb_size
    model.embedding: embedding_dim embedding_size embed_dim emb_dim emb_size n_embd d_embed
    model.dropout: dropout_rate dropout_p drop_rate resid_pdrop hidden_dropout_prob drop p_dropout
    model.bias: use_bias
    model.init: initializer initialization weight_init init_method kernel_initializer initialisation
    model.deviation: std init_std initializer_range stddev sigma
    model.negative_slope: leak leaky_slope slope
    checkpoint.every: save_steps save_every checkpoint_every save_interval every_n_train_steps save_freq
    checkpoint.keep: save_total_limit keep_last max_to_keep save_top_k
    checkpoint.path: output_dir out_dir save_dir checkpoint_dir ckpt_dir default_root_dir dirpath
    checkpoint.at_end: save_last save_final
    checkpoint: checkpointing ckpt save saving
    snapshots.every: snapshot_every snapshot_interval
    """
