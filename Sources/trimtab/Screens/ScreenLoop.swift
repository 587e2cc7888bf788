import Dashboard
import Glibc
import Links
import Telemetry
import Terminal

/// Shows runs on the terminal until the operator quits or a signal ends it: passes the sources' events to the workspace, and
/// carries out the workspace's effects.
struct ScreenLoop {
    /// Milliseconds between frames while something changes, and while the operator waits for an answer.
    private static let frame = 60
    private static let promptFrame = 15
    /// The longest wait, in milliseconds.
    private static let rest = 250
    /// Events polled from a source at a time.
    private static let portion = 4096
    /// Events in one poll of the sources after which the next poll is soon, as a pipe may be full by then.
    private static let flood = 256
    /// Seconds that a stopping run has before the screen closes without it.
    static let graceTime = 5.0

    let screen: Screen
    private(set) var workspace: Workspace
    /// One for each session.
    private var sources: [any EventSource]
    private let host: any RunHost
    private let meter: SystemMeter?
    /// Answers an alarm outside of the screen.
    private let onAlarm: (AlarmReport, _ run: String?) -> Void
    private var arrival = Arrival()
    private var hasMore = false
    private var isFlooded = false
    /// The signal that ended it, and the time at which it exits at the latest.
    private var signal: Int32?
    private var leaveBy = Double.infinity

    /// - Parameters:
    ///   - source: the source of the workspace's only session.
    ///   - meter: measures the machine; nil if the run is on another one, or over.
    ///   - onAlarm: answers a run's alarm outside of the screen.
    init(
        _ workspace: Workspace,
        source: any EventSource,
        host: any RunHost = NoHost(),
        meter: SystemMeter? = nil,
        onAlarm: @escaping (AlarmReport, _ run: String?) -> Void = { _, _ in },
        on screen: Screen
    ) {
        self.workspace = workspace
        self.screen = screen
        self.host = host
        self.meter = meter
        self.onAlarm = onAlarm
        sources = [source]
        _ = self.workspace.update(.resized(columns: screen.size.columns, rows: screen.size.rows))
    }

    /// Runs the loop until it ends.
    ///
    /// - Returns: the signal that ended it; nil if the operator quit.
    mutating func run() -> Int32? {
        var drawnAt = -Double.infinity
        while true {
            var effects = workspace.update(.tick(monotonicSeconds()))
            effects += poll()
            // More frames than the eye can follow would only delay catching up.
            let due = drawnAt + Double(workspace.isWaitingForAnswer ? Self.promptFrame : Self.frame) / 1000
            if workspace.needsDrawing, monotonicSeconds() >= due {
                draw()
                drawnAt = monotonicSeconds()
            }
            let inputs = wait(until: due)
            for input in inputs { effects += pass(input) }
            if carryOut(effects) { return signal }
            // A key's effect is shown at once, before events that arrived meanwhile.
            if !inputs.isEmpty, workspace.needsDrawing {
                draw()
                drawnAt = monotonicSeconds()
            }
            if signal != nil, mayLeave || monotonicSeconds() > leaveBy { return signal }
        }
    }

    // MARK: Sources

    /// Applies the events that have arrived, for at most a few milliseconds.
    private mutating func poll() -> [Workspace.Effect] {
        var effects: [Workspace.Effect] = []
        for arrived in host.poll() {
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
        for index in sources.indices {
            repeat {
                sources[index].poll(limit: Self.portion, into: &arrival)
                effects += workspace.update(.arrived(arrival, session: index))
                count += arrival.events.count
            } while arrival.hasMore && slice.isGoing
            hasMore = hasMore || arrival.hasMore
        }
        isFlooded = count >= Self.flood
        return effects
    }

    /// Waits for input, and for events unless a frame is to be drawn.
    private func wait(until due: Double) -> [Terminal.Input] {
        if hasMore || workspace.isBusy { return screen.wait(milliseconds: 0) }
        if workspace.needsDrawing {
            let time = max(0, Int((due - monotonicSeconds()) * 1000) + 1)
            return screen.wait(milliseconds: isFlooded ? min(time, 1) : time)
        }
        let descriptors = (sources.map(\.readiness) + [host.readiness]).compactMap { $0 }
        return screen.wait(milliseconds: workspace.isPlaying ? Self.frame : Self.rest, watching: descriptors)
    }

    // MARK: Inputs and effects

    private mutating func pass(_ input: Terminal.Input) -> [Workspace.Effect] {
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

    /// - Returns: true when the screen is to be closed.
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
            case .stopProgram: host.stopProgram()
            case .writeRecording: _ = workspace.update(host.writeRecording())
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

    /// Writes two files: a picture of the screen, and the numbers of its charts.
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

    /// Ends this process's runs cleanly; only the first signal counts.
    private mutating func end(by number: Int32) {
        guard signal == nil else { return }
        signal = number
        leaveBy = monotonicSeconds() + Self.graceTime
        host.receive(signal: number)
    }

    /// True when no run has to end first.
    private var mayLeave: Bool { !workspace.sessions.contains { $0.isLive && $0.leaving == .stops } }

    private mutating func draw() {
        let size = screen.size
        screen.draw(workspace.render(columns: size.columns, rows: size.rows))
        workspace.wasDrawn()
    }
}
