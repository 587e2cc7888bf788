public import Telemetry

/// One run on the screen, be it live or a recording: the state from its events, the state of its link, and the commands sent to it.
public struct RunSession: Sendable {
    /// What leaving the screen means for the run.
    public enum Leaving: Sendable {
        /// Nothing: it is a recording, or a run started elsewhere.
        case unaffected
        /// The run ends with the screen.
        case stops
        /// The run may be stopped, or left running.
        case stopsOrDetaches
    }

    /// A sentence for the bottom row.
    struct Notice: Equatable, Sendable {
        var text: String
        var role: Role = .warning
    }

    /// Seconds between two ticks beyond which the screen was not watched.
    private static let longestLook = 2.0

    public let leaving: Leaving
    /// Where the link to the run stands.
    public private(set) var link = LinkStatus.catchingUp
    /// What plays it; nil for a run that is live.
    private(set) var player: Player?
    private(set) var commands: CommandLedger
    /// What this screen has changed.
    private(set) var history = ChangeHistory()
    private(set) var output = ProgramOutput()
    /// What is to be said of what came last.
    private var notice: Notice?
    private(set) var live: RunState
    private var lastTick: Double?
    /// Seconds that the run has been watched for.
    private var watchedTime = 0.0
    /// Alarms that have been reported.
    private var knownAlarms = 0

    /// A run that is live, to which commands can be sent.
    ///
    /// - Parameters:
    ///   - signature: how they are signed.
    ///   - state: what is known of it so far.
    public init(_ signature: Signature, leaving: Leaving = .unaffected, state: RunState = RunState()) {
        commands = CommandLedger(signature)
        self.leaving = leaving
        live = state
    }

    /// A recording.
    public init(_ player: Player) {
        self.init(Signature(session: ""))
        self.player = player
    }

    /// The state from its events; of a recording, up to the position played.
    public var state: RunState { player?.state ?? live }

    /// The run's declaration, if it has arrived.
    var run: Run? { player?.run ?? live.run }

    var subject: Keymap.Subject { player == nil ? .run : .recording }

    /// True while time moves it on.
    var isPlaying: Bool { player.map { !$0.status.isPaused && !($0.status.isOver && !$0.status.isLooping) } ?? false }

    /// True while steps arrive, or may.
    public var isLive: Bool { live.phase.isLive && player == nil }

    /// True where the link to the run broke.
    var isBroken: Bool { if case .broken = link { true } else { false } }

    /// True while it has more to do before it is drawn as it should be.
    var isBusy: Bool { player?.isBusy ?? false }

    // MARK: What comes

    /// Appends what has arrived.
    ///
    /// - Returns: what is to be said of it.
    mutating func receive(_ arrival: Arrival) -> Notice? {
        notice = nil
        let known = player?.reading ?? live.reading
        if player != nil {
            player?.append(arrival)
        } else {
            arrival.events.deliver(to: &self)
            live.note(reading: arrival.skipped)
            let shed = arrival.shedSteps - live.shedSteps
            if shed > 0 { live.receive(.gap(steps: shed)) }
        }
        if arrival.status == .catchingUp { forgetAlarms() }
        if let news = arrival.skipped.sentences(since: known).last { notice = Notice(text: news) }
        if arrival.status != link { follow(arrival.status) }
        defer { notice = nil }
        return notice
    }

    private mutating func follow(_ status: LinkStatus) {
        link = status
        guard status.isOver else { return }
        if case .broken(let reason) = status {
            live.logProblem(reason)
            notice = Notice(text: reason, role: .bad)
        }
        live.markDisconnected()
        abandonCommands()
    }

    private mutating func abandonCommands() {
        let count = commands.abandon()
        guard count > 0 else { return }
        notice = Notice(
            text: "\(NumberFormat.plural(count, "command")) never confirmed: they may have taken effect",
            role: .bad
        )
    }

    /// Lets time pass.
    ///
    /// - Returns: true when the picture is another one.
    mutating func tick(_ time: Double) -> Bool {
        let seconds = time - (lastTick ?? time)
        lastTick = time
        guard player != nil else { return watch(for: seconds) }
        let before = (player?.position, player?.status)
        player?.tick(seconds: seconds)
        return before != (player?.position, player?.status)
    }

    /// Says which places on the step axis charts show; nil for the whole run.
    mutating func look(at places: ClosedRange<Int>?) { player?.look(at: places) }

    /// Moves a recording.
    ///
    /// - Returns: what is to be said of it.
    mutating func play(_ action: PlaybackAction) -> Notice? {
        player?.perform(action).map { Notice(text: $0) }
    }

    // MARK: Alarms

    /// Advances the clock of a live run; it stood while the screen was not watched.
    private mutating func watch(for seconds: Double) -> Bool {
        guard link == .open else { return false }
        let before = live.alarms.revision
        watchedTime += min(seconds, Self.longestLook)
        live.tick(watchedTime)
        return live.alarms.revision != before
    }

    /// What has been found so far is history.
    private mutating func forgetAlarms() { knownAlarms = live.alarms.raisedCount }

    /// The alarms of a live run that were raised since the last call.
    mutating func drainRaisedAlarms() -> [AlarmReport] {
        guard live.alarms.raisedCount > knownAlarms else { return [] }
        defer { forgetAlarms() }
        return live.alarms.raised(after: knownAlarms).map(\.report)
    }

    /// Chooses what this screen does about a rule.
    mutating func respond(_ response: AlarmResponse, to rule: AlarmRule) {
        live.alarms.responses[rule] = response
        player?.responses[rule] = response
    }

    mutating func append(output lines: [String]) { output.append(lines) }

    // MARK: Commands

    mutating func issue(_ request: Request, by author: String? = nil) -> Command {
        commands.issue(request, by: author)
    }

    mutating func withdraw(_ command: Command) {
        commands.withdraw(command)
        history.withdraw(command.id)
    }

    /// The command that undoes the latest change; nil where there is none.
    mutating func undoLatest() -> Command? {
        guard let change = history.changes.last else { return nil }
        let command = commands.issue(.set(name: change.setting, value: change.from))
        history.undoLatest(by: command.id)
        return command
    }

    /// True when the run will be held once all that was asked is answered.
    var expectsHold: Bool { commands.expectsHold(live.phase.isHeld) }

    /// The value a setting will have once all that was asked is answered.
    func expected(_ name: String) -> SettingValue? { commands.asked(name) ?? live.setting(name)?.value }

    static let recordingRefusal = "this is a recording; settings cannot be changed"

    /// Why a request makes no sense; nil when it does.
    func refusal(of request: Request) -> String? {
        guard player == nil else { return Self.recordingRefusal }
        guard live.phase.isLive else { return "the run has finished; settings can no longer change" }
        guard let run = live.run else { return "the run has not begun yet" }
        guard run.abilities.contains(request.ability) else { return "this run cannot \(request.ability.rawValue)" }
        if case .set(let name, let value) = request, let reason = live.setting(name)?.refusal(of: value) {
            return reason
        }
        guard commands.pending.count < CommandLedger.limit || request == .stop else {
            return "\(commands.pending.count) commands are unanswered: wait for the run"
        }
        return nil
    }

    /// Whether the run has declared what an action needs; true before it has declared anything, and where it needs nothing.
    func offers(_ action: Action) -> Bool {
        guard player == nil, let run = live.run else { return true }
        if let setting = action.setting { return run.abilities.contains(.set) && live.setting(setting) != nil }
        return action.ability.map(run.abilities.contains) ?? true
    }

    /// Keeps a snapshot in the list while others come and go.
    mutating func hold(snapshot step: Int?) { live.heldSnapshot = step }

    /// Notes something that went wrong outside the run, such as a recording that cannot be written.
    mutating func logProblem(_ sentence: String) { live.logProblem(sentence) }
}

extension RunSession: EventReceiver {
    public mutating func receive(step record: borrowing StepRecord) {
        let known = live.orderFaults.count
        live.receive(step: record)
        if let timelineEntry = TimelineEntry(record) { notice = notice(of: timelineEntry, copy record) ?? notice }
        if live.orderFaults.count > known, let fault = live.orderFaults.last, let step = fault.step {
            notice = Notice(text: "step \(NumberFormat.count(step)): \(fault.text)")
        }
    }

    public mutating func receive(steps: ArraySlice<StepRecord>) {
        var rest = steps
        while !rest.isEmpty {
            rest = rest.dropFirst(live.appendPlain(rest))
            if let record = rest.popFirst() { receive(step: record) }
        }
    }

    public mutating func receive(_ event: Event) {
        if case .step(let record) = event { return receive(step: record) }
        let before = valueBefore(event)
        live.receive(event)
        switch event {
        case .applied(let applied):
            if commands.settle(applied.id, session: applied.session) { history.settle(applied, before: before) }
        case .rejected(let rejected):
            if commands.settle(rejected.id, session: rejected.session) { history.withdraw(rejected.id) }
            notice = Notice(text: rejected.reason)
        case .checkpoint(let report):
            if let problem = report.problem {
                notice = Notice(text: "checkpoint failed: \(problem) (\(report.path))", role: .bad)
            } else if commands.pending.contains(where: { $0.request == .checkpoint }) {
                notice = Notice(text: "saved as \(report.path)", role: .good)
            }
        case .live: forgetAlarms()
        case .end: abandonCommands()
        default: break
        }
    }

    /// The value of the setting that an event changes.
    private func valueBefore(_ event: Event) -> SettingValue? {
        guard case .applied(let applied) = event, case .set(let name, _) = applied.request else { return nil }
        return live.setting(name)?.value
    }

    /// Says the first of its kind, and each one that cost an update.
    private func notice(of timelineEntry: TimelineEntry, _ record: StepRecord) -> Notice? {
        let isNonFinite = timelineEntry.kind == .nonFinite
        guard record.isWithheld || (isNonFinite ? live.nonFiniteSteps : live.alarmedSteps) == 1 else { return nil }
        return Notice(text: "step \(record.step): \(timelineEntry.text)", role: isNonFinite ? .bad : .warning)
    }
}
