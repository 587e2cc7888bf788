import Telemetry

/// The state of the whole screen: the runs and the open dialogs. `update` applies an input and returns effects, `render` draws;
/// it does no input or output itself.
public struct Workspace: Sendable {
    /// The seconds for which a message is shown.
    private static let messageTime = 4.0
    /// The seconds for which the story of a run is shown at its start.
    private static let storyTime = 8.0

    /// The runs on the screen; never empty.
    public private(set) var sessions: [RunSession]
    /// The compared runs, drawn behind the one in focus.
    public let compared: [ComparedRun]
    /// The index of the session in focus.
    public private(set) var focus = 0
    /// The glyphs of the terminal.
    public let glyphs: GlyphSet
    /// True if no commands are sent.
    public let isReadOnly: Bool

    var prompt: Prompt?
    var question: Confirmation?
    var snapshotPicker: SnapshotPicker?
    /// The choice of a setting's word.
    var choice: ChoiceMenu?
    /// The first row shown of the help; nil while it is closed.
    var help: Int?
    /// The view of the run in focus.
    var view = ViewState()
    /// The position on the step axis gripped by the mouse; nil if none is.
    var grip: Int?
    /// The name of the run whose saved view was requested last.
    private var recalledRun: String?
    private(set) var message: RunSession.Notice?
    /// True when something on the screen has changed since it was drawn.
    public private(set) var needsDrawing = true

    /// The load of the machine of the runs; nil if unknown.
    private(set) var system: SystemLoad?
    /// The size of the screen.
    private(set) var size = (columns: 80, rows: 24)
    private var messageEnd = 0.0
    /// The time at which the story closes; nil before there is one, 0 once the operator has opened or closed it.
    private var storyEnd: Double?
    private var now = 0.0
    /// The index of the session whose end closes the screen; nil if none does.
    var quitsAtEnd: Int?

    /// - Parameters:
    ///   - compared: the compared runs, at most `ComparedRun.limit`.
    ///   - isReadOnly: true to send no commands.
    public init(
        _ session: RunSession,
        glyphs: GlyphSet,
        compared: [ComparedRun] = [],
        isReadOnly: Bool = false
    ) {
        sessions = [session]
        self.glyphs = glyphs
        self.compared = compared
        self.isReadOnly = isReadOnly
    }

    /// A workspace for drawing a state.
    public init(_ state: RunState, glyphs: GlyphSet, compared: [ComparedRun] = []) {
        self.init(RunSession(Signature(session: ""), state: state), glyphs: glyphs, compared: compared)
    }

    /// The session in focus.
    public var session: RunSession { sessions[focus] }

    /// The state of the run in focus.
    public var state: RunState { session.state }

    /// True while a run has unanswered commands.
    public var isWaitingForAnswer: Bool { sessions.contains { !$0.commands.pending.isEmpty } }

    /// True while time changes something on the screen.
    public var isPlaying: Bool { sessions.contains(where: \.isPlaying) || message != nil }

    /// True while there is work that the next tick continues.
    public var isBusy: Bool { sessions.contains(where: \.isBusy) }

    /// Applies one input and returns its effects.
    public mutating func update(_ input: Input) -> [Effect] {
        switch input {
        case .arrived(let arrival, let session):
            return receive(arrival, session) + answerAlarms(of: session) + recallView()
        case .opened(let session): open(session)
        case .output(let lines, let session): append(output: lines, session)
        case .undelivered(let command, let reason, let session):
            sessions[session].withdraw(command)
            notify(reason, .bad)
        case .done(let sentence): notify(sentence, .good)
        case .trouble(let sentence):
            sessions[focus].logProblem(sentence)
            notify(sentence, .bad)
        case .tick(let time):
            tick(time)
            return sessions.indices.flatMap { answerAlarms(of: $0) } + recallView()
        case .theme(let name):
            let (memory, choice) = (view.memory, ThemeChoice(name))
            view.theme = choice
            notify("theme \(choice.word)", .text)
            return rememberView(unless: memory)
        case .system(let load):
            if system?.line != load.line { needsDrawing = true }
            system = load
        case .recalled(let text):
            view.memory = ViewMemory(text: text)
            needsDrawing = true
            return view.theme.map { [.theme($0)] } ?? []
        case .resized(let columns, let rows):
            size = (columns, rows)
            needsDrawing = true
        case .key, .burst, .paste, .mouse:
            needsDrawing = true
            let memory = view.memory
            return respond(to: input) + rememberView(unless: memory)
        }
        return []
    }

    private mutating func respond(to input: Input) -> [Effect] {
        switch input {
        case .key(let key): return press(key)
        case .burst(let keys): return press(burst: keys)
        case .paste(let text): paste(text)
        case .mouse(let mouse): respond(to: mouse)
        default: break
        }
        return []
    }

    /// Requests the saved view of the run in focus once its name is known.
    private mutating func recallView() -> [Effect] {
        guard let name = session.run?.name, name != recalledRun else { return [] }
        recalledRun = name
        return [.recall(run: name)]
    }

    private func rememberView(unless old: ViewMemory) -> [Effect] {
        let memory = view.memory
        guard memory != old, let name = session.run?.name else { return [] }
        return [.remember(run: name, view: memory.text)]
    }

    /// Marks the workspace as drawn.
    public mutating func wasDrawn() { needsDrawing = false }

    // MARK: Arrivals and time

    private mutating func receive(_ arrival: Arrival, _ index: Int) -> [Effect] {
        let (wasLive, link) = (sessions[index].isLive, sessions[index].link)
        let notice = sessions[index].receive(arrival)
        if let notice, index == focus { notify(notice) }
        if arrival.events.count > 0 || link != arrival.status { needsDrawing = true }
        guard wasLive, !sessions[index].isLive else { return [] }
        if index == focus { closeDialogs() }
        return quitsAtEnd == index ? [.quit] : []
    }

    private mutating func open(_ session: RunSession) {
        sessions.append(session)
        let key = Keymap.name(of: .nextRun).map { ": \($0) shows the next one" } ?? ""
        notify("\(NumberFormat.plural(sessions.count, "run")) open\(key)", .text)
    }

    private mutating func append(output lines: [String], _ index: Int) {
        sessions[index].append(output: lines)
        needsDrawing = true
    }

    /// Passes the window of the charts to the session, which may read a recording again for it.
    private mutating func updateChartWindow() {
        guard !view.window.isWhole else { return sessions[focus].setChartWindow(nil) }
        let steps = state.steps
        sessions[focus].setChartWindow(view.window.positions(first: steps.lowerBound, latest: steps.upperBound))
    }

    private mutating func tick(_ time: Double) {
        now = time
        updateChartWindow()
        for index in sessions.indices where sessions[index].tick(time) { needsDrawing = true }
        if message != nil, now >= messageEnd {
            message = nil
            needsDrawing = true
        }
        showStory()
    }

    /// Shows a run's story when it begins, and closes it after a while.
    private mutating func showStory() {
        if storyEnd == nil, session.run?.story != nil {
            (view.isStoryOpen, storyEnd, needsDrawing) = (true, now + Self.storyTime, true)
        } else if let end = storyEnd, end <= now, end > 0 {
            (view.isStoryOpen, storyEnd, needsDrawing) = (false, 0, true)
        }
    }

    /// Opens or closes the story; it no longer closes by itself.
    mutating func toggleStory() {
        guard session.run?.story != nil else { return notify("no notes for this run") }
        view.isStoryOpen.toggle()
        storyEnd = 0
    }

    // MARK: Messages

    /// Shows a sentence on the bottom row for a while.
    mutating func notify(_ text: String, _ role: Role = .warning) { notify(RunSession.Notice(text: text, role: role)) }

    mutating func notify(_ notice: RunSession.Notice) {
        message = RunSession.Notice(text: Bounds.sentence(notice.text), role: notice.role)
        needsDrawing = true
        messageEnd = now + Self.messageTime
    }

    mutating func clearMessage() { message = nil }

    // MARK: Changes of the session in focus

    /// Sends a request to the run in focus, or shows the reason why not.
    mutating func send(_ request: Request) -> [Effect] {
        guard canSend(request) else { return [] }
        return send(request, to: focus)
    }

    /// Sends a request that has been checked.
    mutating func send(_ request: Request, to index: Int) -> [Effect] {
        [.send(sessions[index].issue(request), session: index)]
    }

    /// Removes and returns the alarms that a run has raised since the last call.
    mutating func drainRaisedAlarms(of index: Int) -> [AlarmReport] { sessions[index].drainRaisedAlarms() }

    /// Makes a command of an author other than the operator.
    mutating func issue(_ request: Request, by author: String, to index: Int) -> Command {
        sessions[index].issue(request, by: author)
    }

    /// Sets this screen's response to a rule of the run in focus.
    mutating func choose(_ response: AlarmResponse, for rule: AlarmRule) {
        sessions[focus].respond(response, to: rule)
        needsDrawing = true
    }

    /// Sends a command that undoes the latest change.
    mutating func undoLatestChange() -> [Effect] {
        sessions[focus].undoLatest().map { [.send($0, session: focus)] } ?? []
    }

    mutating func canSend(_ request: Request) -> Bool {
        guard let reason = refusal(of: request) else { return true }
        notify(reason)
        return false
    }

    /// The reason why a request cannot be sent; nil if it can.
    func refusal(of request: Request) -> String? {
        isReadOnly ? "this screen is read-only" : session.refusal(of: request)
    }

    mutating func play(_ action: PlaybackAction) {
        if let notice = sessions[focus].play(action) { notify(notice) }
        needsDrawing = true
    }

    /// Keeps the selected snapshot from being thinned out.
    mutating func holdChosen() { sessions[focus].hold(snapshot: snapshotPicker?.chosen(of: state.snapshots)?.step) }

    mutating func showNextSession() {
        closeDialogs()
        focus = (focus + 1) % sessions.count
        needsDrawing = true
    }

    private mutating func closeDialogs() {
        (prompt, question, snapshotPicker, choice) = (nil, nil, nil, nil)
        holdChosen()
    }
}
