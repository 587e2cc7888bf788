/// The titles and units of every rule; their detectors are in the folder `Rules`.
extension AlarmRule {
    /// A loss or a gradient is NaN or infinite. The value is that number, the subject the first faulty parameter.
    public static let nonFinite = AlarmRule(
        "non_finite",
        title: "loss or gradient not finite",
        withSubject: "not finite: %",
        severity: .critical
    )

    /// Every gradient is finite but their norm is not: clipping by norm then multiplies all of them by 0. The subject is the
    /// parameter at which the norm overflows.
    public static let normOverflow = AlarmRule(
        "norm_overflow",
        title: "gradient norm overflows",
        withSubject: "gradient norm overflows at %",
        severity: .critical
    )

    /// A training loss far above the preceding ones.
    public static let lossSpike = AlarmRule("loss_spike", title: "training loss spike", extreme: .highest)

    /// A gradient norm, before clipping, far above the preceding ones.
    public static let normSpike = AlarmRule("norm_spike", title: "gradient norm spike", extreme: .highest)

    /// Clipping has scaled down every gradient for many steps. The value is the mean clip factor.
    public static let clipAlways = AlarmRule(
        "clip_always",
        title: "clipping shortens every step",
        unit: .share,
        valueName: "mean clip factor"
    )

    /// Clipping is on and has scaled down no gradient for many steps. The value is the largest norm, compared with max_norm.
    public static let clipIdle = AlarmRule(
        "clip_idle",
        title: "clipping has no effect",
        severity: .note,
        extreme: .highest,
        valueName: "largest norm",
        usualName: "max_norm"
    )

    /// The gradient hardly reaches a layer, its subject. The value is the layer's norm over that of the last layer.
    public static let layerVanishing = AlarmRule(
        "layer_vanishing",
        title: "gradient vanishes",
        extreme: .lowest,
        valueName: "norm over the last layer's",
        usualName: "least"
    )

    /// More than half of the units behind a ReLU are 0 for whole batches. The subject is the layer; nil for all layers.
    public static let deadUnits = AlarmRule("dead_units", title: "dead units", unit: .share, extreme: .highest)

    /// An evaluation is a fifth worse than the best one of its split. The subject is the measure, such as "test accuracy".
    public static let evaluationWorse = AlarmRule(
        "evaluation_worse",
        title: "evaluation worse than its best",
        withSubject: "% worse than its best",
        usualName: "best"
    )

    /// The training loss has stopped falling. The value is the loss now, compared with the loss at the first step.
    public static let plateau = AlarmRule("plateau", title: "training loss no longer falls")

    /// No step has arrived for far longer than a step takes. The value is the wait in seconds, compared with the usual one.
    public static let stall = AlarmRule(
        "stall",
        title: "no step for long",
        severity: .critical,
        unit: .seconds,
        extreme: .highest
    )

    /// Steps arrive at less than half their usual rate.
    public static let throughputDrop = AlarmRule(
        "throughput_drop",
        title: "slower than usual",
        unit: .stepsPerSecond,
        extreme: .lowest
    )

    /// The learning rate has jumped without a command: a schedule has changed it. It is over at once.
    public static let lrSchedule = AlarmRule("lr_schedule", title: "lr changed by the schedule", severity: .note)
}
