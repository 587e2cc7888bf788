import Telemetry

/// The screen: the runs on it and what is open over them. Inputs go in, effects and pictures come out; it does no input or
/// output itself, and `update` is the only way to change it.
public struct Workspace: Sendable {
    /// Seconds a message stays on the bottom row.
    private static let messageTime = 4.0
    /// Seconds the story of a run is shown when it begins.
    private static let storyTime = 8.0

    /// The runs on the screen; there is always one.
    public private(set) var sessions: [RunSession]
    /// Runs to compare with, drawn behind the one in focus.
    public let compared: [ComparedRun]
    /// The place of the session that keys mean and charts show.
    public private(set) var focus = 0
    public let glyphs: GlyphSet
    /// True where keys change nothing in the runs.
    public let isReadOnly: Bool

    var prompt: Prompt?
    var question: Confirmation?
    var snapshotPicker: SnapshotPicker?
    /// The choice of a setting's word.
    var choice: ChoiceMenu?
    /// The first row of the help that is shown; nil while it is closed.
    var help: Int?
    /// How the operator looks at the run in focus.
    var view = ViewState()
    /// The place on the step axis at which the mouse holds the window.
    var grip: Int?
    /// The name of the run whose view has been asked for.
    private var recalledRun: String?
    private(set) var message: RunSession.Notice?
    /// True when something on the screen has changed since it was drawn.
    public private(set) var needsDrawing = true

    /// How busy the machine of the runs is; nil where that is not known.
    private(set) var system: SystemLoad?
    /// Of the screen, as far as is known.
    private(set) var size = (columns: 80, rows: 24)
    private var messageEnd = 0.0
    /// When the story closes on its own; nil until there is one, 0 once the operator has opened or closed it.
    private var storyEnd: Double?
    private var now = 0.0
    /// The session whose end closes the screen.
    var quitsAtEnd: Int?

    /// - Parameters:
    ///   - compared: runs to compare with, `ComparedRun.limit` at most.
    ///   - isReadOnly: true where no command may leave the screen.
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

    /// A run as it stood at some moment, to be drawn.
    public init(_ state: RunState, glyphs: GlyphSet, compared: [ComparedRun] = []) {
        self.init(RunSession(Signature(session: ""), state: state), glyphs: glyphs, compared: compared)
    }

    /// The session that keys mean and charts show.
    public var session: RunSession { sessions[focus] }

    /// The state of the run in focus.
    public var state: RunState { session.state }

    /// True while a run has not answered all that was asked of it.
    public var isWaitingForAnswer: Bool { sessions.contains { !$0.commands.pending.isEmpty } }

    /// True while time moves something on the screen.
    public var isPlaying: Bool { sessions.contains(where: \.isPlaying) || message != nil }

    /// True while there is work that the next tick continues at once.
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
            say(reason, .bad)
        case .done(let sentence): say(sentence, .good)
        case .trouble(let sentence):
            sessions[focus].logProblem(sentence)
            say(sentence, .bad)
        case .tick(let time):
            tick(time)
            return sessions.indices.flatMap { answerAlarms(of: $0) } + recallView()
        case .theme(let name):
            let (memory, choice) = (view.memory, ThemeChoice(name))
            view.theme = choice
            say("theme \(choice.word)", .text)
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

    /// Asks for the view of the run in focus, once its name is known.
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

    // MARK: What comes of itself

    private mutating func receive(_ arrival: Arrival, _ place: Int) -> [Effect] {
        let (wasLive, link) = (sessions[place].isLive, sessions[place].link)
        let notice = sessions[place].receive(arrival)
        if let notice, place == focus { say(notice) }
        if arrival.events.count > 0 || link != arrival.status { needsDrawing = true }
        guard wasLive, !sessions[place].isLive else { return [] }
        if place == focus { closeDialogs() }
        return quitsAtEnd == place ? [.quit] : []
    }

    private mutating func open(_ session: RunSession) {
        sessions.append(session)
        let key = Keymap.name(of: .nextRun).map { ": \($0) shows the next one" } ?? ""
        say("\(NumberFormat.plural(sessions.count, "run")) open\(key)", .text)
    }

    private mutating func append(output lines: [String], _ place: Int) {
        sessions[place].append(output: lines)
        needsDrawing = true
    }

    /// Lets a recording be read once more where the window of the charts shows more than is kept of it.
    private mutating func look() {
        guard !view.window.isWhole else { return sessions[focus].look(at: nil) }
        let steps = state.steps
        sessions[focus].look(at: view.window.places(first: steps.lowerBound, latest: steps.upperBound))
    }

    private mutating func tick(_ time: Double) {
        now = time
        look()
        for place in sessions.indices where sessions[place].tick(time) { needsDrawing = true }
        if message != nil, now >= messageEnd {
            message = nil
            needsDrawing = true
        }
        showStory()
    }

    /// A run's story is shown for a while when it begins, and then when it is asked for.
    private mutating func showStory() {
        if storyEnd == nil, session.run?.story != nil {
            (view.isStoryOpen, storyEnd, needsDrawing) = (true, now + Self.storyTime, true)
        } else if let end = storyEnd, end <= now, end > 0 {
            (view.isStoryOpen, storyEnd, needsDrawing) = (false, 0, true)
        }
    }

    /// Leaves it to the operator how long the story is shown.
    mutating func toggleStory() {
        guard session.run?.story != nil else { return say("no notes for this run") }
        view.isStoryOpen.toggle()
        storyEnd = 0
    }

    // MARK: What is said

    /// Shows a sentence on the bottom row for a while.
    mutating func say(_ text: String, _ role: Role = .warning) { say(RunSession.Notice(text: text, role: role)) }

    mutating func say(_ notice: RunSession.Notice) {
        message = RunSession.Notice(text: Bounds.sentence(notice.text), role: notice.role)
        needsDrawing = true
        messageEnd = now + Self.messageTime
    }

    mutating func clearMessage() { message = nil }

    // MARK: Changes of the session in focus

    /// Sends a request to the run in focus, or says why not.
    mutating func send(_ request: Request) -> [Effect] {
        guard canSend(request) else { return [] }
        return send(request, to: focus)
    }

    /// Sends a request that makes sense.
    mutating func send(_ request: Request, to place: Int) -> [Effect] {
        [.send(sessions[place].issue(request), session: place)]
    }

    /// The alarms that a run has raised since the last call.
    mutating func drainRaisedAlarms(of place: Int) -> [AlarmReport] { sessions[place].drainRaisedAlarms() }

    /// Makes a command that the operator did not give.
    mutating func issue(_ request: Request, by author: String, to place: Int) -> Command {
        sessions[place].issue(request, by: author)
    }

    /// Chooses what this screen does about a rule of the run in focus.
    mutating func choose(_ response: AlarmResponse, for rule: AlarmRule) {
        sessions[focus].respond(response, to: rule)
        needsDrawing = true
    }

    /// Sends what undoes the latest change.
    mutating func undoLatestChange() -> [Effect] {
        sessions[focus].undoLatest().map { [.send($0, session: focus)] } ?? []
    }

    mutating func canSend(_ request: Request) -> Bool {
        guard let reason = refusal(of: request) else { return true }
        say(reason)
        return false
    }

    /// Why a request cannot be sent; nil when it can.
    func refusal(of request: Request) -> String? {
        isReadOnly ? "this screen is read-only" : session.refusal(of: request)
    }

    mutating func play(_ action: PlaybackAction) {
        if let notice = sessions[focus].play(action) { say(notice) }
        needsDrawing = true
    }

    /// The snapshot that is chosen stays in the list while others come and go.
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
