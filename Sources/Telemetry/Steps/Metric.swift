/// The numbers that the format defines. To add one: a case and its row here; lines, state, log and documentation use the table.
///
/// A record stores them inline. Other numbers of a source are stored by name: see `StepRecord.extras`.
public enum Metric: Int, CaseIterable, Sendable {
    case loss, gradNorm, clippedNorm, clipCoefficient, maxNorm, lr, updateRatio, deadUnits, samplesPerSecond
    case tokensPerSecond, stepSeconds

    /// The description of the metric.
    public var info: MetricInfo {
        switch self {
        case .loss:
            MetricInfo(
                "loss",
                "loss",
                kind: .loss,
                logLabel: "loss",
                help: "The training loss of the step."
            )
        case .gradNorm:
            MetricInfo(
                "grad_norm",
                "gradient norm",
                kind: .gradNorm,
                scale: .log,
                logLabel: "norm",
                help: "The total norm over all parameters, before clipping."
            )
        case .clippedNorm:
            MetricInfo(
                "clipped_norm",
                "norm after clipping",
                kind: .clippedNorm,
                scale: .log,
                help: """
                    The total norm after clipping. Under norm clipping it is norm × coefficient, equal to a recomputed norm \
                    to 1e-6.
                    """
            )
        case .clipCoefficient:
            MetricInfo(
                "clip_coefficient",
                "clip coefficient",
                scale: .share,
                help: """
                    What norm clipping multiplied every gradient by, at most 1; absent under other kinds of clipping.
                    """
            )
        case .maxNorm:
            MetricInfo(
                "max_norm",
                "max_norm",
                kind: .maxNorm,
                scale: .log,
                logLabel: "max_norm",
                help: """
                    The threshold of norm and value clipping; unused under clip `none`.
                    """
            )
        case .lr:
            MetricInfo("lr", "learning rate", kind: .lr, logLabel: "lr", help: "The learning rate of the step.")
        case .updateRatio:
            MetricInfo(
                "update_ratio",
                "update ratio",
                scale: .log,
                isOnEveryStep: false,
                logLabel: "update ratio",
                help: """
                    How far the update moved the weights: ‖Δθ‖ / ‖θ‖, over all parameters. Also on steps whose norm is 0 \
                    or overflows.
                    """
            )
        case .deadUnits:
            MetricInfo(
                "dead_units",
                "dead units",
                scale: .share,
                isOnEveryStep: false,
                logLabel: "dead units",
                help: "The share of units behind a ReLU that are 0 for the whole batch; absent without ReLUs."
            )
        case .samplesPerSecond:
            MetricInfo(
                "samples_per_second",
                "throughput",
                unit: "samples/s",
                scale: .linear,
                help: "Examples per second of the step itself, without waits."
            )
        case .tokensPerSecond:
            MetricInfo(
                "tokens_per_second",
                "token throughput",
                unit: "tokens/s",
                scale: .linear,
                help: "Tokens per second of the step itself, where the examples are texts."
            )
        case .stepSeconds:
            MetricInfo(
                "step_seconds",
                "time per step",
                unit: "s",
                scale: .linear,
                help: "Seconds of the step itself, without waits."
            )
        }
    }
}

/// The numbers per layer that the format defines. To add one: a case and its row here.
public enum LayerMetric: Int, CaseIterable, Sendable {
    case gradNorm, deadUnits

    /// The description of the metric.
    public var info: MetricInfo {
        switch self {
        case .gradNorm:
            MetricInfo(
                "layers",
                "gradient norm",
                kind: .gradNorm,
                scale: .log,
                isOnEveryStep: false,
                help: "Gradient norm of each layer before clipping, in model order: an object of name → norm."
            )
        case .deadUnits:
            MetricInfo(
                "dead_layers",
                "dead units",
                scale: .share,
                isOnEveryStep: false,
                help: "`dead_units` of each layer with a ReLU: an object of name → share."
            )
        }
    }
}
