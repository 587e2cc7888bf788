import Telemetry
import Training

extension Recipe {
    /// Lengths that are nil are the run's.
    enum ScheduleChoice: Equatable {
        case constant
        case step(every: Int, gamma: Double)
        case multistep(milestones: [Int], gamma: Double)
        case exponential(gamma: Double)
        case linear(start: Double, end: Double, steps: Int?)
        case polynomial(power: Double, steps: Int?)
        case cosine(minimum: Double)
        case warmRestarts(steps: Int, growth: Int, minimum: Double)
        case oneCycle(OneCycleChoice)
        case warmup(steps: Int, start: Double)
        case warmupCosine(steps: Int, start: Double, minimum: Double)
        case nanoGPT(warmup: Int, minimum: Double)
        case plateau(PlateauChoice)
    }

    struct PlateauChoice: Equatable {
        var factor: Double
        var patience: Int
        var threshold: Double
        var isRelative: Bool
        var cooldown: Int
        var minimum: Double
    }

    struct OneCycleChoice: Equatable {
        var riseShare: Double
        var isLinear: Bool
        var startDivisor: Double
        var endDivisor: Double
        var hasThreePhases: Bool
        /// Nil leaves the optimizer's momentum alone.
        var momenta: ClosedRange<Double>?
    }

    /// The schedule that a recipe's values ask for.
    static func schedule(_ values: RecipeValues) throws(RecipeError) -> ScheduleChoice {
        let (warmup, start) = (values.whole("schedule.warmup"), values.number("schedule.start"))
        let (minimum, gamma) = (values.number("schedule.min_lr"), values.number("schedule.gamma"))
        let length = values.isGiven("schedule.total_iters") ? values.whole("schedule.total_iters") : nil
        switch values.text("schedule.kind") {
        case "step": return .step(every: values.whole("schedule.every"), gamma: gamma)
        case "multistep":
            let milestones = values.wholes("schedule.milestones")
            guard !milestones.isEmpty else {
                throw values.error(
                    at: "schedule.milestones",
                    message: "schedule.milestones must name 1 step or more (got 0)"
                )
            }
            return .multistep(milestones: milestones, gamma: gamma)
        case "exponential": return .exponential(gamma: gamma)
        case "linear":
            return .linear(
                start: values.number("schedule.start_factor"),
                end: values.number("schedule.end_factor"),
                steps: length
            )
        case "polynomial": return .polynomial(power: values.number("schedule.power"), steps: length)
        case "cosine": return .cosine(minimum: minimum)
        case "warm_restarts":
            return .warmRestarts(
                steps: values.whole("schedule.t_0"),
                growth: values.whole("schedule.t_mult"),
                minimum: minimum
            )
        case "one_cycle": return .oneCycle(try oneCycle(values))
        case "warmup": return .warmup(steps: warmup, start: start)
        case "warmup_cosine": return .warmupCosine(steps: warmup, start: start, minimum: minimum)
        case "nanogpt": return .nanoGPT(warmup: warmup, minimum: minimum)
        case "plateau":
            return .plateau(
                PlateauChoice(
                    factor: values.number("schedule.factor"),
                    patience: values.whole("schedule.patience"),
                    threshold: values.number("schedule.threshold"),
                    isRelative: values.text("schedule.threshold_mode") == "rel",
                    cooldown: values.whole("schedule.cooldown"),
                    minimum: minimum
                )
            )
        default: return .constant
        }
    }

    private static func oneCycle(_ values: RecipeValues) throws(RecipeError) -> OneCycleChoice {
        var momenta: ClosedRange<Double>?
        if values.flag("schedule.cycle_momentum") {
            let kind = values.text("optimizer.kind")
            guard kind != "adagrad" else {
                throw values.error(
                    at: "schedule.cycle_momentum",
                    "schedule.kind",
                    message: "schedule.cycle_momentum true does not go with optimizer.kind adagrad, "
                        + "which has no momentum (use false)"
                )
            }
            let (low, high) = (values.number("schedule.base_momentum"), values.number("schedule.max_momentum"))
            guard low <= high else {
                throw values.error(
                    at: "schedule.base_momentum",
                    "schedule.max_momentum",
                    message: "schedule.base_momentum must not be more than max_momentum "
                        + "(got \(shortest(low)) and \(shortest(high)))"
                )
            }
            momenta = low...high
        }
        return OneCycleChoice(
            riseShare: values.number("schedule.pct_start"),
            isLinear: values.text("schedule.anneal_strategy") == "linear",
            startDivisor: values.number("schedule.div_factor"),
            endDivisor: values.number("schedule.final_div_factor"),
            hasThreePhases: values.flag("schedule.three_phase"),
            momenta: momenta
        )
    }

    /// The schedule over a run of this many steps.
    func makeSchedule(steps: Int) -> any Schedule {
        switch schedule {
        case .constant:
            ConstantSchedule()
        case .step(let every, let gamma):
            StepLR(stepSize: every, gamma: gamma)
        case .multistep(let milestones, let gamma):
            MultiStepLR(milestones: milestones, gamma: gamma)
        case .exponential(let gamma):
            ExponentialLR(gamma: gamma)
        case .linear(let start, let end, let given):
            LinearLR(startFactor: start, endFactor: end, steps: given ?? steps)
        case .polynomial(let power, let given):
            PolynomialLR(steps: given ?? steps, power: power)
        case .cosine(let minimum):
            CosineAnnealingLR(steps: steps, minimum: minimum)
        case .warmRestarts(let first, let growth, let minimum):
            CosineAnnealingWarmRestarts(steps: first, growth: growth, minimum: minimum)
        case .oneCycle(let cycle):
            OneCycleLR(
                steps: steps,
                riseShare: cycle.riseShare,
                anneal: cycle.isLinear ? .linear : .cosine,
                momenta: cycle.momenta.map { ($0.lowerBound, $0.upperBound) },
                startDivisor: cycle.startDivisor,
                endDivisor: cycle.endDivisor,
                hasThreePhases: cycle.hasThreePhases
            )
        case .warmup(let warmup, let start):
            LinearLR(startFactor: start, steps: warmup)
        case .warmupCosine(let warmup, let start, let minimum):
            makeWarmupCosine(warmup: warmup, start: start, minimum: minimum, steps: steps)
        case .nanoGPT(let warmup, let minimum):
            // A short trial of a long recipe may end before its warm-up does.
            WarmupCosineLR(warmup: warmup, steps: max(steps, warmup + 1), minimum: minimum)
        case .plateau(let plateau):
            ReduceLROnPlateau(
                factor: plateau.factor,
                patience: plateau.patience,
                threshold: plateau.threshold,
                thresholdMode: plateau.isRelative ? .relative : .absolute,
                cooldown: plateau.cooldown,
                minimum: plateau.minimum
            )
        }
    }

    private func makeWarmupCosine(warmup: Int, start: Double, minimum: Double, steps: Int) -> any Schedule {
        let rise = LinearLR(startFactor: start, steps: warmup)
        // A short trial of a long recipe may end before its warm-up does.
        guard steps > warmup else { return rise }
        let fall = CosineAnnealingLR(steps: steps - warmup, minimum: minimum)
        return SequentialLR([rise, fall], milestones: [warmup])
    }
}
