import Dashboard
import Glibc
import Links
import Telemetry
import Terminal

/// Shows runs on the terminal until the operator quits or a signal ends it: what the sources have goes into the workspace,
/// what the workspace asks for goes out.
struct ScreenLoop {
    /// Milliseconds between two pictures while something moves, and while an operator waits for an answer.
    private static let frame = 60
    private static let promptFrame = 15
    /// Milliseconds after which it looks up, whatever comes.
    private static let rest = 250
    /// Events taken of a source at a time.
    private static let portion = 4096
    /// Events of one look at the sources after which the next look is soon: a pipe may be full by then.
    private static let flood = 256
    /// Seconds that an ending run has before the screen leaves without it.
    static let graceTime = 5.0

    let screen: Screen
    private(set) var workspace: Workspace
    /// Of each session its own.
    private var sources: [any EventSource]
    private let surroundings: any Surroundings
    private let meter: SystemMeter?
    /// Does what is outside of the screen about an alarm.
    private let onAlarm: (AlarmReport, _ run: String?) -> Void
    private var arrival = Arrival()
    private var hasMore = false
    private var isFlooded = false
    /// The signal that ended it, and the time at which it leaves in any case.
    private var signal: Int32?
    private var leaveBy = Double.infinity

    /// - Parameters:
    ///   - source: of the workspace's one session.
    ///   - meter: of the machine that the run is on; nil where that is not this one, or over.
    ///   - onAlarm: has what is outside of the screen done about an alarm of a run.
    init(
        _ workspace: Workspace,
        source: any EventSource,
        surroundings: any Surroundings = NoSurroundings(),
        meter: SystemMeter? = nil,
        onAlarm: @escaping (AlarmReport, _ run: String?) -> Void = { _, _ in },
        on screen: Screen
    ) {
        self.workspace = workspace
        self.screen = screen
        self.surroundings = surroundings
        self.meter = meter
        self.onAlarm = onAlarm
        sources = [source]
        _ = self.workspace.update(.resized(columns: screen.size.columns, rows: screen.size.rows))
    }

    /// - Returns: the signal that ended it; nil when the operator quit.
    mutating func run() -> Int32? {
        var drawnAt = -Double.infinity
        while true {
            var effects = workspace.update(.tick(monotonicSeconds()))
            effects += poll()
            // While there is work to catch up with, pictures come no faster than the eye wants them.
            let due = drawnAt + Double(workspace.isWaitingForAnswer ? Self.promptFrame : Self.frame) / 1000
            if workspace.needsDrawing, monotonicSeconds() >= due {
                draw()
                drawnAt = monotonicSeconds()
            }
            let inputs = wait(until: due)
            for input in inputs { effects += take(input) }
            if carryOut(effects) { return signal }
            // What a key does is seen at once, before what has come of the run meanwhile.
            if !inputs.isEmpty, workspace.needsDrawing {
                draw()
                drawnAt = monotonicSeconds()
            }
            if signal != nil, mayLeave || monotonicSeconds() > leaveBy { return signal }
        }
    }

    // MARK: Sources

    /// Applies what has arrived, for at most a few milliseconds.
    private mutating func poll() -> [Workspace.Effect] {
        var effects: [Workspace.Effect] = []
        for arrived in surroundings.poll() {
            switch arrived {
            case .input(let input): effects += workspace.update(input)
            case .run(let source, let session):
                sources.append(source)
                effects += workspace.update(.opened(session))
            }
        }
        if let load = meter?.measure(at: monotonicSeconds()) { effects += workspace.update(.system(load)) }
        let slice = Slice()
        hasMore = false
        var count = 0
        for place in sources.indices {
            repeat {
                sources[place].poll(limit: Self.portion, into: &arrival)
                effects += workspace.update(.arrived(arrival, session: place))
                count += arrival.events.count
            } while arrival.hasMore && slice.isGoing
            hasMore = hasMore || arrival.hasMore
        }
        isFlooded = count >= Self.flood
        return effects
    }

    /// Waits for keys, and for sources as long as a picture would not come too early.
    private func wait(until due: Double) -> [Terminal.Input] {
        if hasMore || workspace.isBusy { return screen.wait(milliseconds: 0) }
        if workspace.needsDrawing {
            let time = max(0, Int((due - monotonicSeconds()) * 1000) + 1)
            return screen.wait(milliseconds: isFlooded ? min(time, 1) : time)
        }
        let descriptors = (sources.map(\.readiness) + [surroundings.readiness]).compactMap { $0 }
        return screen.wait(milliseconds: workspace.isPlaying ? Self.frame : Self.rest, watching: descriptors)
    }

    // MARK: Inputs and effects

    private mutating func take(_ input: Terminal.Input) -> [Workspace.Effect] {
        switch input {
        case .key(let key): return workspace.update(.key(key))
        case .burst(let keys): return workspace.update(.burst(keys))
        case .paste(let text): return workspace.update(.paste(text))
        case .mouse(let mouse): return workspace.update(.mouse(mouse))
        case .resize(let columns, let rows): return workspace.update(.resized(columns: columns, rows: rows))
        case .woken: break
        case .signal(let number): end(by: number)
        case .inputClosed: end(by: SIGHUP)
        }
        return []
    }

    /// - Returns: true when the screen is to be left.
    private mutating func carryOut(_ effects: [Workspace.Effect]) -> Bool {
        for effect in effects {
            switch effect {
            case .quit: return true
            case .repaint: screen.repaint()
            case .bell: screen.beep()
            case .alarm(let report, let session): onAlarm(report, workspace.sessions[session].state.run?.name)
            case .export: _ = workspace.update(export())
            case .nextTheme:
                screen.use(theme: ThemeName.next(after: screen.chosenTheme))
                if carryOut(workspace.update(.theme(screen.chosenTheme))) { return true }
            case .theme(let choice): if !screen.keepsTheme { screen.use(theme: choice.name) }
            case .stopProgram: surroundings.stopProgram()
            case .writeRecording: _ = workspace.update(surroundings.writeRecording())
            case .remember(let run, let view): ViewFile(run: run)?.write(view)
            case .recall(let run):
                guard let view = ViewFile(run: run)?.read() else { continue }
                if carryOut(workspace.update(.recalled(view))) { return true }
            case .send(let command, let session):
                do {
                    try sources[session].send(command)
                } catch {
                    _ = workspace.update(.undelivered(command, reason: error.description, session: session))
                }
            }
        }
        return false
    }

    /// Writes what is on the screen beside each other: a picture, and the numbers of its charts.
    private func export() -> Workspace.Input {
        let state = workspace.state
        let name = "\(state.run?.name ?? "trimtab")-step-\(state.latest?.step ?? 0)"
        let grid = workspace.render(columns: screen.size.columns, rows: screen.size.rows)
        do {
            let picture = try NewFile(stem: name, suffix: "svg")
            picture.output.write(Array(grid.svg(Theme(screen.theme), title: printable(name)).utf8))
            let table = try NewFile(stem: name, suffix: "csv")
            table.output.write(Array(workspace.csv.utf8))
            for file in [picture, table] { try file.close() }
            return .done("written: \(picture.path), \(table.path)")
        } catch {
            return .trouble(error.description)
        }
    }

    /// Ends what is ours cleanly; the first signal counts.
    private mutating func end(by number: Int32) {
        guard signal == nil else { return }
        signal = number
        leaveBy = monotonicSeconds() + Self.graceTime
        surroundings.take(signal: number)
    }

    /// True when no run has to end first.
    private var mayLeave: Bool { !workspace.sessions.contains { $0.isLive && $0.leaving == .stops } }

    private mutating func draw() {
        let size = screen.size
        screen.draw(workspace.render(columns: size.columns, rows: size.rows))
        workspace.wasDrawn()
    }
}
