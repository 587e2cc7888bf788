import Telemetry

/// Trains a model step by step, tells every step as an event, and takes commands between steps.
///
/// A trainer belongs to one thread: commands come to it through a mailbox, and only events leave. It is for one run.
public final class Trainer<Element: Scalar> {
    public let plan: RunPlan

    let model: any Model<Element>
    let loss: Loss
    let optimizer: any Optimizer<Element>
    let clock = StepClock()
    /// Held-out data; nil measures nothing.
    var evaluation: (any EvaluationSource<Element>)?
    /// The last step whose update the model has had.
    var updatedAt = 0
    var schedule: any Schedule
    var batches: any BatchSource<Element>
    /// The batches of the last step.
    var microBatches = MicroBatches<Element>()
    let layers: LayerNorms
    /// The clipping in force.
    private(set) var clip: Clip
    private(set) var maxNorm: Double
    /// The running mean of the loss, where the plan asks for one.
    var averageLoss: Double?

    /// - Parameters:
    ///   - optimizer: of the model's parameters; it brings the learning rate that the schedule starts at.
    ///   - evaluation: held-out data; nil measures nothing.
    public init(
        plan: RunPlan,
        model: any Model<Element>,
        loss: Loss,
        optimizer: any Optimizer<Element>,
        schedule: any Schedule = ConstantSchedule(),
        batches: any BatchSource<Element>,
        evaluation: (any EvaluationSource<Element>)? = nil
    ) {
        self.plan = plan
        self.model = model
        self.loss = loss
        self.optimizer = optimizer
        self.schedule = schedule
        self.batches = batches
        self.evaluation = evaluation
        layers = LayerNorms(parameters: optimizer.parameters.map(\.name))
        clip = plan.clip
        maxNorm = plan.maxNorm
        self.schedule.start(optimizer)
    }

    /// What the run is and what may be done to it: its first event.
    public var opening: Run {
        Run(
            name: plan.name,
            parameters: model.parameterCount,
            steps: plan.steps,
            optimizer: plan.optimizer,
            settings: [
                Setting(name: SettingName.maxNorm, value: .number(maxNorm), minimum: 0),
                Setting(name: SettingName.lr, value: .number(optimizer.learningRate), minimum: 0),
                Setting(name: SettingName.clip, value: .word(clip.rawValue), choices: Clip.allCases.map(\.rawValue)),
            ],
            abilities: Set(Ability.allCases)
        )
    }

    /// Runs to the end, to a stop, or to a failure.
    ///
    /// - Parameters:
    ///   - commands: taken between steps, each answered with the first step under it.
    ///   - pace: the most steps a second; it may be changed from any thread.
    ///   - watched: false makes the non-finite policy *pause* end the run, since nobody could let it go on.
    ///   - emit: takes every event in order, on this thread: the run first, its end last.
    /// - Returns: how the run ended, as in the last event.
    @discardableResult
    @specialized(where Element == Float)
    public func run(
        commands: Mailbox<Command> = Mailbox(),
        pace: Pace = Pace(),
        watched: Bool = false,
        emit: (Event) -> Void
    ) -> End {
        let opening = opening
        let gate = StepGate(settings: opening.settings, abilities: opening.abilities)
        var interlude = Interlude(gate: gate, commands: commands, pace: pace, clock: clock)
        emit(.run(opening))
        let end = run(&interlude, watched: watched, emit)
        emit(.end(end))
        return end
    }

    private func run(_ interlude: inout Interlude, watched: Bool, _ emit: (Event) -> Void) -> End {
        for number in 1...plan.steps {
            let goesOn = interlude.mayCompute(number) { answer in
                adopt(answer)
                emit(answer)
            }
            guard goesOn else { return End(outcome: .stopped, step: number - 1) }

            let record = step(number, withLayers: wantsLayers(number) || interlude.isAdvancing)
            emit(.step(record))
            interlude.pass()
            interlude.follow(SettingName.lr, optimizer.learningRate)

            if record.isNonFinite, plan.nonFinite == .stop || plan.nonFinite == .pause && !watched {
                return End(outcome: .failed, step: number, reason: record.failure)
            }
            if number.isMultiple(of: plan.evaluateEvery) || number == plan.steps, let measured = evaluate() {
                emit(.evaluation(measured))
                follow(measured)
                interlude.follow(SettingName.lr, optimizer.learningRate)
            }
            if record.isNonFinite, plan.nonFinite == .pause, number < plan.steps {
                interlude.hold()
                emit(.applied(Applied(id: 0, step: number + 1, request: .pause, by: "non-finite policy")))
            }
        }
        return End(outcome: .finished, step: plan.steps)
    }

    /// Lets a schedule that goes by what is measured have it.
    private func follow(_ evaluation: Evaluation) {
        guard let loss = evaluation.loss else { return }
        optimizer.learningRate = schedule.measure(loss, from: optimizer.learningRate)
    }

    private func wantsLayers(_ number: Int) -> Bool {
        number == 1 || number == plan.steps || number.isMultiple(of: plan.layersEvery)
    }

    /// Brings what was set into force, before its answer is told.
    private func adopt(_ answer: Event) {
        guard case .applied(let applied) = answer, case .set(let name, let value) = applied.request else { return }
        switch (name, value) {
        case (SettingName.maxNorm, .number(let number)): maxNorm = number
        case (SettingName.lr, .number(let number)): optimizer.learningRate = number
        case (SettingName.clip, .word(let word)): clip = Clip(rawValue: word) ?? clip
        default: break
        }
    }
}

/// The names of the settings that an operator may change.
private enum SettingName {
    static let maxNorm = "max_norm"
    static let lr = "lr"
    static let clip = "clip"
}
