public import Telemetry

/// A run on the screen, live or recorded: the state of the run and of its link, and the commands sent to it.
public struct RunSession: Sendable {
    /// The effect of quitting on the run.
    public enum Leaving: Sendable {
        /// None: it is a recording, or a run started elsewhere.
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

    /// The most seconds counted between two ticks: after a longer gap, the program was suspended.
    private static let longestLook = 2.0

    /// The effect of quitting on the run.
    public let leaving: Leaving
    /// The state of the link to the run.
    public private(set) var link = LinkStatus.catchingUp
    /// The player of a recording; nil for a live run.
    private(set) var player: Player?
    private(set) var commands: CommandLedger
    /// The changes of settings by this screen.
    private(set) var history = ChangeHistory()
    private(set) var output = ProgramOutput()
    /// The message about the latest events; nil if there is none.
    private var notice: Notice?
    private(set) var live: RunState
    private var lastTick: Double?
    /// The seconds for which the run has been watched.
    private var watchedTime = 0.0
    /// The number of alarms that have been fetched.
    private var knownAlarms = 0

    /// A live run.
    ///
    /// - Parameters:
    ///   - signature: the signature of its commands.
    ///   - leaving: the effect of quitting on the run.
    ///   - state: the state so far.
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

    /// The state of the run; of a recording, at the position played.
    public var state: RunState { player?.state ?? live }

    /// The run's declaration; nil before it arrives.
    var run: Run? { player?.run ?? live.run }

    var subject: Keymap.Subject { player == nil ? .run : .recording }

    /// True while time advances it.
    var isPlaying: Bool { player.map { !$0.status.isPaused && !($0.status.isOver && !$0.status.isLooping) } ?? false }

    /// True for a live run that is not over.
    public var isLive: Bool { live.phase.isLive && player == nil }

    /// True if the link to the run broke.
    var isBroken: Bool { if case .broken = link { true } else { false } }

    /// True while its state is not up to date.
    var isBusy: Bool { player?.isBusy ?? false }

    // MARK: Arrivals

    /// Applies new events and the state of the link.
    ///
    /// - Returns: a message about them; nil if there is none.
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

    /// Advances the time.
    ///
    /// - Returns: true if the picture has changed.
    mutating func tick(_ time: Double) -> Bool {
        let seconds = time - (lastTick ?? time)
        lastTick = time
        guard player != nil else { return watch(for: seconds) }
        let before = (player?.version, player?.status)
        player?.tick(seconds: seconds)
        return before != (player?.version, player?.status)
    }

    /// Sets the positions that the charts show; nil for the whole run.
    mutating func setChartWindow(_ positions: ClosedRange<Int>?) { player?.setChartWindow(positions) }

    /// Controls the playback of a recording.
    ///
    /// - Returns: a message about it; nil if there is none.
    mutating func play(_ action: PlaybackAction) -> Notice? {
        player?.perform(action).map { Notice(text: $0) }
    }

    // MARK: Alarms

    /// Advances the clock of a live run.
    private mutating func watch(for seconds: Double) -> Bool {
        guard link == .open else { return false }
        let before = live.alarms.revision
        watchedTime += min(seconds, Self.longestLook)
        live.tick(watchedTime)
        return live.alarms.revision != before
    }

    /// Marks all alarms so far as fetched.
    private mutating func forgetAlarms() { knownAlarms = live.alarms.raisedCount }

    /// The alarms of a live run that were raised since the last call.
    mutating func drainRaisedAlarms() -> [AlarmReport] {
        guard live.alarms.raisedCount > knownAlarms else { return [] }
        defer { forgetAlarms() }
        return live.alarms.raised(after: knownAlarms).map(\.report)
    }

    /// Sets this screen's response to a rule.
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

    /// A command that undoes the latest change; nil if there is none.
    mutating func undoLatest() -> Command? {
        guard let change = history.changes.last else { return nil }
        let command = commands.issue(.set(name: change.setting, value: change.from))
        history.undoLatest(by: command.id)
        return command
    }

    /// True if the run will be held after all pending commands.
    var expectsHold: Bool { commands.expectsHold(live.phase.isHeld) }

    /// The value of a setting after all pending commands.
    func expected(_ name: String) -> SettingValue? { commands.asked(name) ?? live.setting(name)?.value }

    static let recordingRefusal = "this is a recording; settings cannot be changed"

    /// The reason why a request cannot be sent; nil if it can.
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

    /// True if the run supports an action, as far as it has declared.
    func offers(_ action: Action) -> Bool {
        guard player == nil, let run = live.run else { return true }
        if let setting = action.setting { return run.abilities.contains(.set) && live.setting(setting) != nil }
        return action.ability.map(run.abilities.contains) ?? true
    }

    /// Keeps a snapshot from being thinned out.
    mutating func hold(snapshot step: Int?) { live.heldSnapshot = step }

    /// Adds an entry for a problem outside the run, such as a recording that cannot be written.
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

    /// The current value of the setting that an event changes; nil if it changes none.
    private func valueBefore(_ event: Event) -> SettingValue? {
        guard case .applied(let applied) = event, case .set(let name, _) = applied.request else { return nil }
        return live.setting(name)?.value
    }

    /// A message about the first step of its kind, and about each one whose update was skipped.
    private func notice(of timelineEntry: TimelineEntry, _ record: StepRecord) -> Notice? {
        let isNonFinite = timelineEntry.kind == .nonFinite
        guard record.isWithheld || (isNonFinite ? live.nonFiniteSteps : live.alarmedSteps) == 1 else { return nil }
        return Notice(text: "step \(record.step): \(timelineEntry.text)", role: isNonFinite ? .bad : .warning)
    }
}
