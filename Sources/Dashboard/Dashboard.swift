import Telemetry

/// The screen of a run: keys and events go in, effects and pictures come out. It does no input or output.
public struct Dashboard: Sendable {
    /// What arrives.
    public enum Input: Sendable {
        case event(Event)
        case key(Key)
        /// Different characters that came faster than a person types.
        case burst([Key])
        /// A text that was pasted.
        case paste(String)
        /// Seconds on any clock that only goes forward.
        case tick(Double)
    }

    /// What is to be done outside.
    public enum Effect: Equatable, Sendable {
        case send(Command)
        /// Steps per second to hold the run to; 0 lets it run as fast as it goes.
        case setPace(Double)
        case play(PlaybackAction)
        /// Draw the whole screen again.
        case repaint
        case quit
    }

    /// Commands that may wait for their answers.
    private static let pendingLimit = 100

    /// Seconds a message stays on the bottom row.
    private static let messageTime = 4.0

    /// What the events told. Playback puts another moment's state here.
    public var state = RunState()
    public let subject: Keymap.Subject
    public let glyphs: GlyphSet
    /// True when quitting would end the run, so that it asks.
    public let ownsRun: Bool
    public var pace: Double?
    public var playback: PlaybackStatus?

    var pending: [Command] = []
    var prompt: Prompt?
    var question: Question?
    var chooser: Chooser?
    var isHelpOpen = false
    var message: (text: String, role: Role)?

    private var messageEnd = 0.0
    private var now = 0.0
    private var nextID = 1
    private var quitsAtEnd = false

    /// - Parameters:
    ///   - ownsRun: true when the run ends with this screen.
    ///   - pace: steps per second the run is held to, 0 for as fast as it goes; nil when it cannot be held.
    public init(subject: Keymap.Subject, glyphs: GlyphSet, ownsRun: Bool = false, pace: Double? = nil) {
        self.subject = subject
        self.glyphs = glyphs
        self.ownsRun = ownsRun
        self.pace = pace
    }

    /// Takes one input and says what it asks for.
    public mutating func update(_ input: Input) -> [Effect] {
        switch input {
        case .event(let event): take(event)
        case .key(let key): press(key)
        case .burst(let keys): takeBurst(keys)
        case .paste(let text): takePaste(text)
        case .tick(let time): tick(time)
        }
    }

    /// Shows a sentence on the bottom row for a while.
    public mutating func say(_ text: String, _ role: Role = .warning) {
        message = (Bounds.sentence(text), role)
        needsDrawing = true
        messageEnd = now + Self.messageTime
    }

    /// Tells of something that went wrong outside the run, now and in the event list.
    public mutating func report(_ sentence: String) {
        state.noteTrouble(sentence)
        say(sentence, .bad)
    }

    /// Says that the source has gone: what was asked stays unanswered, and nobody knows whether it was done.
    public mutating func breakOff() {
        state.breakOff()
        if !pending.isEmpty {
            say("\(pending.count) commands unanswered: it is not known whether they took effect", .bad)
        }
    }

    /// True when something on the screen has changed that no event or key announced, such as a message that is over.
    public private(set) var needsDrawing = true

    /// True while the run has not answered all that was asked of it.
    public var isWaitingForAnswer: Bool { !pending.isEmpty }

    /// Says that the screen shows the dashboard as it is.
    public mutating func wasDrawn() { needsDrawing = false }

    // MARK: Events and time

    private mutating func take(_ event: Event) -> [Effect] {
        let known = state.orderFaults.count
        state.take(event)
        switch event {
        case .applied(let applied): settle(applied.id, applied.by)
        case .rejected(let rejected):
            settle(rejected.id, rejected.by)
            say(rejected.reason)
        case .step(let record):
            if let incident = Incident(record) { tell(incident, of: record) }
            if state.orderFaults.count > known, let fault = state.orderFaults.last, let step = fault.step {
                say("step \(Figure.count(step)): \(fault.text)")
            }
        case .checkpoint(let report):
            if let problem = report.problem {
                say("no checkpoint: \(report.path): \(problem)", .bad)
            } else if pending.contains(where: { $0.request == .checkpoint }) {
                say("saved as \(report.path)", .good)
            }
        case .end:
            pending = []
            question = nil
            prompt = nil
            chooser = nil
            holdChosen()
            if quitsAtEnd { return [.quit] }
        default: break
        }
        return []
    }

    /// Says the first of its kind aloud, and each one that cost an update.
    private mutating func tell(_ incident: Incident, of record: StepRecord) {
        let isNonFinite = incident.kind == .nonFinite
        guard record.isWithheld || (isNonFinite ? state.nonFiniteSteps : state.alarmedSteps) == 1 else { return }
        say("step \(record.step): \(incident.text)", isNonFinite ? .bad : .warning)
    }

    private mutating func settle(_ id: Int, _ author: String) {
        guard author == Self.author else { return }
        pending.removeAll { $0.id == id }
    }

    private mutating func tick(_ time: Double) -> [Effect] {
        now = time
        if message != nil, now >= messageEnd {
            message = nil
            needsDrawing = true
        }
        return []
    }

    // MARK: Keys

    private mutating func press(_ key: Key) -> [Effect] {
        if Keymap.action(key, on: subject) == .repaint { return [.repaint] }
        if question != nil { return answer(key) }
        if prompt != nil { return type(key) }
        if chooser != nil { return choose(key) }
        if isHelpOpen {
            isHelpOpen = false
            // Any key closes the help; those that would leave the screen do that and nothing else.
            return []
        }
        message = nil
        guard let action = Keymap.action(key, on: subject) else {
            explain(key)
            return []
        }
        return perform(action)
    }

    /// Keys that nobody can have pressed one by one may fill a prompt, and nothing else: text that was pasted by mistake
    /// must not steer a run.
    private mutating func takeBurst(_ keys: [Key]) -> [Effect] {
        if prompt != nil { return type(keys) }
        // A prompt and its number may be typed ahead; Enter is then pressed by somebody who sees them.
        let number = keys.dropFirst().prefix { $0 != .enter }
        if let key = keys.first, opensPrompt(key), !number.isEmpty, number.allSatisfy(Self.isOfNumber) {
            return press(key) + type(Array(number))
        }
        say("ignored \(Figure.plural(keys.count, "key")) that came at once, as pasted text does")
        return []
    }

    private mutating func takePaste(_ text: String) -> [Effect] {
        if prompt != nil { prompt?.insert(pasted: text) } else { say("pasted text ignored") }
        return []
    }

    private func opensPrompt(_ key: Key) -> Bool {
        guard question == nil, chooser == nil, !isHelpOpen else { return false }
        switch Keymap.action(key, on: subject) {
        case .type, .play(.askStep): return true
        default: return false
        }
    }

    private static func isOfNumber(_ key: Key) -> Bool {
        if case .character(let character) = key { "0123456789.+-eE".contains(character) } else { false }
    }

    /// Types into the prompt as long as it is open.
    private mutating func type(_ keys: [Key]) -> [Effect] {
        var effects: [Effect] = []
        for key in keys where prompt != nil { effects += type(key) }
        return effects
    }

    /// A key that means something elsewhere says why it does nothing here.
    private mutating func explain(_ key: Key) {
        if subject == .recording, Keymap.action(key, on: .run) != nil {
            say("a recording cannot be changed: what it shows has happened")
        }
    }

    private mutating func perform(_ action: Action) -> [Effect] {
        switch action {
        case .pauseOrResume: return send(expectsHold ? .resume : .pause)
        case .advance(let count): return send(.advance(count))
        case .scale(let setting, let factor): return scale(setting, by: factor)
        case .type(let setting): return ask(for: setting)
        case .nextChoice(let setting): return nextChoice(setting)
        case .faster: return changePace(by: 2)
        case .slower: return changePace(by: 0.5)
        case .stop:
            guard canSend(.stop) else { return [] }
            question = .stop
        case .checkpoint: return send(.checkpoint)
        case .rewind:
            guard canSend(.rewind(to: 0)) else { return [] }
            chooser = Chooser(state.snapshots)
            holdChosen()
            if chooser == nil { say("there is no snapshot to go back to yet") }
        case .play(.askStep):
            prompt = Prompt(.step, name: "go to step")
        case .play(let play): return [.play(play)]
        case .help: isHelpOpen = true
        case .repaint: return [.repaint]
        case .quit:
            guard ownsRun, state.phase.isLive, !quitsAtEnd else { return [.quit] }
            question = .quit
        }
        return []
    }

    private mutating func answer(_ key: Key) -> [Effect] {
        // Any other key leaves things as they are.
        defer { question = nil }
        switch (question, key) {
        case (.stop, .character("y")), (.stop, .character("s")):
            return send(.stop)
        case (.quit, .character("s")), (.quit, .character("y")):
            guard state.phase.isLive else { return [.quit] }
            quitsAtEnd = true
            return state.phase == .stopping ? [] : send(.stop)
        default:
            return []
        }
    }

    private mutating func type(_ key: Key) -> [Effect] {
        guard let typed = prompt else { return [] }
        switch key {
        case .escape, .control("c"):
            prompt = nil
        case .enter:
            return finish(typed)
        default:
            _ = prompt?.edit(key)
        }
        return []
    }

    private mutating func choose(_ key: Key) -> [Effect] {
        defer { holdChosen() }
        switch key {
        case .enter:
            let chosen = chooser?.chosen(of: state.snapshots)
            chooser = nil
            return chosen.map { send(.rewind(to: $0.step)) } ?? []
        case .escape, .control("c"), .character("q"), .character("r"):
            chooser = nil
        default:
            _ = chooser?.move(key, among: state.snapshots)
        }
        return []
    }

    /// The snapshot that is chosen stays in the list while others come and go.
    private mutating func holdChosen() { state.heldSnapshot = chooser?.chosen(of: state.snapshots)?.step }

    private mutating func finish(_ typed: Prompt) -> [Effect] {
        switch typed.purpose {
        case .step:
            guard let step = Int(typed.trimmed), step >= 0 else {
                prompt?.complaint = "a step is a whole number"
                return []
            }
            prompt = nil
            return [.play(.goTo(step: step))]
        case .setting(let name):
            guard let value = typed.number else {
                prompt?.complaint = typed.text.isEmpty ? "type a number" : "'\(typed.text)' is not a number"
                return []
            }
            if let reason = state.setting(name)?.refusal(of: .number(value)) {
                prompt?.complaint = reason
                return []
            }
            prompt = nil
            return send(.set(name: name, value: .number(value)))
        }
    }

    // MARK: Requests

    /// Who signs the commands of this screen.
    static let author = "dashboard"

    private mutating func send(_ request: Request) -> [Effect] {
        guard canSend(request) else { return [] }
        let command = Command(id: nextID, request: request, by: Self.author)
        nextID += 1
        pending.append(command)
        return [.send(command)]
    }

    private mutating func canSend(_ request: Request) -> Bool {
        guard state.phase.isLive else {
            say("the run is over: nothing can be changed any more")
            return false
        }
        guard let run = state.run else {
            say("the run has not begun yet")
            return false
        }
        guard run.abilities.contains(request.ability) else {
            say("this run cannot \(request.ability.rawValue)")
            return false
        }
        if case .set(let name, let value) = request, let reason = state.setting(name)?.refusal(of: value) {
            say(reason)
            return false
        }
        guard pending.count < Self.pendingLimit || request == .stop else {
            say("\(pending.count) commands are unanswered: wait for the run")
            return false
        }
        return true
    }

    /// True when the run will be held once all that was asked is answered.
    private var expectsHold: Bool {
        for command in pending.reversed() {
            switch command.request {
            case .pause: return true
            case .resume, .advance: return false
            case .set, .stop, .checkpoint, .rewind: continue
            }
        }
        return state.phase == .paused
    }

    /// The value a setting will have once all that was asked is answered.
    private func expected(_ name: String) -> SettingValue? {
        for command in pending.reversed() {
            if case .set(name, let value) = command.request { return value }
        }
        return state.setting(name)?.value
    }

    private mutating func scale(_ name: String, by factor: Double) -> [Effect] {
        guard case .number(let value)? = expected(name) else {
            say("this run has no \(name) to set")
            return []
        }
        guard value != 0, value.isFinite else {
            say("\(name) is \(Figure.setting(value)): type another value")
            return []
        }
        let next = Self.cleaned(value * factor)
        guard next != 0, next.isFinite else {
            say("\(name) \(Figure.setting(value)) cannot be scaled any further: type another value")
            return []
        }
        return send(.set(name: name, value: .number(next)))
    }

    /// The short decimal that the arithmetic missed by a rounding error, so that as often up as down comes back.
    private static func cleaned(_ value: Double) -> Double {
        guard let short = Double(Figure.precise(value)), abs(short - value) <= abs(value) * 1e-12 else { return value }
        return short
    }

    private mutating func nextChoice(_ name: String) -> [Effect] {
        guard let setting = state.setting(name), case .word(let word)? = expected(name), !setting.choices.isEmpty else {
            say("this run has no \(name) to set")
            return []
        }
        let index = (setting.choices.firstIndex(of: word) ?? -1) + 1
        return send(.set(name: name, value: .word(setting.choices[index % setting.choices.count])))
    }

    private mutating func ask(for name: String) -> [Effect] {
        guard let setting = state.setting(name) else {
            say("this run has no \(name) to set")
            return []
        }
        guard canSend(.set(name: name, value: setting.value)) else { return [] }
        prompt = Prompt(.setting(name), name: name, current: setting.value.short)
        return []
    }

    /// Above this a pace is no restraint worth the name.
    private static let fastestPace = 5000.0

    private mutating func changePace(by factor: Double) -> [Effect] {
        guard let pace else {
            say("the pace of this run cannot be changed")
            return []
        }
        guard state.phase.isLive else {
            say("the run is over: nothing can be changed any more")
            return []
        }
        var next = (pace == 0 ? (factor < 1 ? 2 * Self.fastestPace : 0) : pace) * factor
        if next > Self.fastestPace { next = 0 }
        if next > 0 { next = max(next, 0.25) }
        self.pace = next
        say(next == 0 ? "as fast as it goes" : "at most \(Figure.short(next)) steps/s", .text)
        return [.setPace(next)]
    }
}
