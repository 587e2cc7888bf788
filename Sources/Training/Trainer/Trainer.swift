public import Telemetry

/// Trains a model step by step, emits every step as an event, and applies commands between steps.
///
/// A trainer belongs to one thread: commands arrive through a mailbox, and only events leave. It runs once.
public final class Trainer<Element: Scalar> {
    /// The run's name, length, clipping, evaluation and failure policy.
    public let plan: RunPlan

    let model: any Model<Element>
    let loss: LossFunction<Element>
    /// The treatment of subnormal numbers in steps and evaluations.
    let subnormals: Subnormals
    let optimizer: any Optimizer<Element>
    let clock = StepClock()
    /// Held-out data; nil measures nothing.
    var evaluation: (any EvaluationSource<Element>)?
    /// The last step whose update was applied.
    var lastUpdatedStep = 0
    var schedule: any Schedule
    var batches: any BatchSource<Element>
    /// The batches of the last step.
    var microBatches = MicroBatches<Element>()
    /// Computes the losses of batches without building their graph again; nil where a model or loss does not allow it.
    let replay: Replay<Element>?
    let layers: LayerNorms
    /// The checkpoint that the run resumes from, and its step.
    var resumed: Resumed?
    /// The snapshots that the run may be rewound to.
    var ring: SnapshotRing?
    /// The folder of its checkpoints.
    var folder: CheckpointFolder?
    /// The step of the last checkpoint.
    var checkpointStep: Int?
    /// The last requested checkpoint, while another would be equal: several may be requested between two steps.
    var requestedCheckpoint: CheckpointReport?
    /// The rate before and after each change by an operator.
    var rateChanges: [(from: Double, to: Double)] = []
    /// Commands that are applied before the first step, ahead of those that arrive later, and answered like them.
    public var initialCommands: [Command] = []
    /// Holds or resumes the run, and owns its settings.
    var gate: StepGate<TrainerSettings>
    /// The running mean of the loss, if the plan has one.
    var averageLoss: Double?

    /// - Parameters:
    ///   - plan: length, clipping, evaluation and saving.
    ///   - model: the trained model.
    ///   - loss: the minimized loss.
    ///   - optimizer: updates the model's parameters; the schedule starts at its learning rate.
    ///   - schedule: changes the rate after each step.
    ///   - batches: the training data.
    ///   - evaluation: held-out data; nil measures nothing.
    public convenience init(
        plan: RunPlan,
        model: any Model<Element>,
        loss: StandardLoss,
        optimizer: any Optimizer<Element>,
        schedule: any Schedule = ConstantSchedule(),
        batches: any BatchSource<Element>,
        evaluation: (any EvaluationSource<Element>)? = nil
    ) {
        self.init(
            plan: plan,
            model: model,
            loss: LossFunction(loss),
            optimizer: optimizer,
            schedule: schedule,
            batches: batches,
            evaluation: evaluation
        )
    }

    /// The same with a loss of your own, such as one with weights for the classes.
    public init(
        plan: RunPlan,
        model: any Model<Element>,
        loss: LossFunction<Element>,
        optimizer: any Optimizer<Element>,
        schedule: any Schedule = ConstantSchedule(),
        batches: any BatchSource<Element>,
        evaluation: (any EvaluationSource<Element>)? = nil
    ) {
        self.plan = plan
        self.model = model
        self.loss = loss
        subnormals = plan.subnormals ?? (Element.self == Float.self ? .flush : .keep)
        self.optimizer = optimizer
        self.schedule = schedule
        self.batches = batches
        self.evaluation = evaluation
        replay = plan.accumulate == 1 ? Replay(of: model, under: loss.known) : nil
        layers = LayerNorms(parameters: optimizer.parameters.map(\.name))
        ring = plan.snapshots.map { SnapshotRing($0) }
        folder = plan.checkpoints?.folder
        self.schedule.start(optimizer)
        var abilities: Set<Ability> = [.pause, .advance, .set, .stop]
        if folder != nil { abilities.insert(.checkpoint) }
        if ring != nil { abilities.insert(.rewind) }
        gate = StepGate(
            settings: TrainerSettings(plan, learningRate: optimizer.learningRate),
            abilities: abilities
        )
    }

    /// The content of the run's first event: its name, settings and abilities.
    public var runDescription: Run {
        Run(
            name: plan.name,
            parameters: model.parameterCount,
            steps: plan.steps,
            optimizer: plan.optimizer,
            settings: gate.settings.declared,
            abilities: gate.abilities,
            resumed: resumed,
            isScaleInvariant: optimizer.isScaleInvariant,
            evaluateEvery: evaluation == nil ? nil : plan.evaluateEvery,
            story: plan.story
        )
    }

    /// Changes a setting between two steps, as an operator may.
    ///
    /// - Throws: for an unknown setting, and for a value outside the setting's range; then nothing has changed.
    public func set(_ name: String, to value: SettingValue) throws(SettingError) {
        try gate.settings.set(name, to: value)
        adoptLearningRate()
    }

    /// Declares the responses to alarms as settings of the run, for the program that watches its events and acts on them.
    public func declare(_ alarms: AlarmResponses) { gate.settings.alarms = alarms }

    /// Runs to the end, to a stop, or to a failure.
    ///
    /// Steps and evaluations flush or keep subnormal numbers as the plan says; the closures passed here run in the caller's
    /// own floating-point environment.
    ///
    /// - Parameters:
    ///   - commands: applied between steps, each answered with the first step under it.
    ///   - isWatched: whether somebody can resume the run; otherwise the non-finite policy *pause* ends it.
    ///   - holdsAtEnd: whether the run is held after its last planned step, so that it can be rewound or continued until
    ///     it is stopped.
    ///   - emit: receives every event in order, on this thread: the run first, its end last.
    /// - Returns: how the run ended, as in the last event.
    @discardableResult
    @specialized(where Element == Float)
    public func run(
        commands: Mailbox<Command> = Mailbox(),
        isWatched: Bool = false,
        holdsAtEnd: Bool = false,
        emit: (Event) -> Void
    ) -> End {
        let first = (resumed?.step ?? 0) + 1
        var boundary = StepBoundary(next: first, commands: commands, clock: clock)
        emit(.run(runDescription))
        for command in initialCommands { commands.post(command, isUrgent: true) }
        keepSnapshot(after: first - 1, emit)
        let end = run(&boundary, isWatched: isWatched, holdsAtEnd: holdsAtEnd, emit)
        if end.outcome != .failed { saveAtEnd(after: end.step, emit) }
        emit(.end(end))
        return end
    }

    private func run(
        _ boundary: inout StepBoundary,
        isWatched: Bool,
        holdsAtEnd: Bool,
        _ emit: (Event) -> Void
    ) -> End {
        var last = plan.steps
        while true {
            if boundary.next > last {
                guard holdsAtEnd else { return End(outcome: .finished, step: plan.steps) }
                hold(before: boundary.next, by: Applied.endOfRun, emit)
            }
            guard waitForStep(&boundary, emit) else {
                let step = boundary.next - 1
                return End(outcome: step >= plan.steps ? .finished : .stopped, step: step)
            }
            // Resuming a finished run means continuing without a limit.
            if boundary.next > last { last = .max }
            if let end = runStep(&boundary, isWatched: isWatched, emit) { return end }
        }
    }

    /// Computes one step, then evaluates, saves and holds as due.
    ///
    /// - Returns: the end, where the step is one that ends the run.
    private func runStep(_ boundary: inout StepBoundary, isWatched: Bool, _ emit: (Event) -> Void) -> End? {
        let number = boundary.next
        let inspecting = inspects(number) || boundary.isAdvancing
        let record = withSubnormals(subnormals) { step(number, inspecting: inspecting) }
        emit(.step(record))
        boundary.pass()
        gate.passStep()

        let nonFinite = record.isNonFinite ? gate.settings.nonFinite : nil
        if nonFinite == .stop || nonFinite == .pause && !isWatched {
            return End(outcome: .failed, step: number, reason: record.failure)
        }
        let isMeasured = number.isMultiple(of: plan.evaluateEvery) || number == plan.steps
        if isMeasured, let measured = withSubnormals(subnormals, evaluate) {
            emit(.evaluation(measured))
            follow(measured)
        }
        // Weights spoiled by a non-finite step must not evict the good snapshots before it.
        if nonFinite == nil || record.isWithheld { save(after: number, emit) }
        if nonFinite == .pause, number != plan.steps { hold(before: number + 1, by: Applied.nonFinitePolicy, emit) }
        return nil
    }

    /// Holds the run on its own account.
    private func hold(before step: Int, by author: String, _ emit: (Event) -> Void) {
        gate.hold()
        emit(.applied(Applied(id: 0, step: step, request: .pause, by: author)))
    }

    /// Passes an evaluation to a schedule that depends on it.
    private func follow(_ evaluation: Evaluation) {
        guard let loss = evaluation.loss else { return }
        optimizer.learningRate = schedule.measure(loss, from: optimizer.learningRate)
        gate.settings.learningRate = optimizer.learningRate
    }

    private func inspects(_ number: Int) -> Bool {
        number == 1 || number == plan.steps || number.isMultiple(of: plan.inspectEvery)
    }
}
