import Dashboard
import Glibc
import Telemetry
import Terminal

/// Shows a feed on the terminal until the operator quits or a signal ends it.
struct ScreenLoop {
    /// Milliseconds between two pictures while something moves, and while an operator waits for an answer.
    private static let frame = 60
    private static let promptFrame = 15
    /// Seconds that an ending run has before the screen leaves without it.
    static let graceTime = 5.0

    var screen: Screen
    var dashboard: Dashboard
    var feed: any Feed

    /// - Returns: the signal that ended it; nil when the operator quit.
    mutating func run() -> Int32? {
        var signal: Int32?
        var leaveBy = Double.infinity
        var isStale = true
        var isPressed = false
        var drawnAt = -Double.infinity
        var isQuitting = false
        while !isQuitting {
            let now = monotonicSeconds()
            var effects = dashboard.update(.tick(now))
            let news = feed.refresh(&dashboard, now: now)
            effects += news.effects
            isStale = isStale || news.isNew || dashboard.needsDrawing
            // While there is work to catch up with, pictures come no faster than the eye wants them, but keys show at once.
            if isStale, isPressed || !feed.isBusy || now - drawnAt >= Double(Self.frame) / 1000 {
                draw()
                (isStale, isPressed, drawnAt) = (false, false, now)
            }
            for input in screen.wait(milliseconds: patience) {
                switch input {
                case .key(let key): effects += dashboard.update(.key(key))
                case .burst(let keys): effects += dashboard.update(.burst(keys))
                case .paste(let text): effects += dashboard.update(.paste(text))
                case .resize, .woken: break
                case .signal(let number): end(by: number, &signal, &leaveBy)
                case .inputClosed: end(by: SIGHUP, &signal, &leaveBy)
                }
                (isStale, isPressed) = (true, true)
            }
            for effect in effects {
                switch effect {
                case .quit: isQuitting = true
                case .repaint: screen.repaint()
                default: feed.perform(effect)
                }
            }
            if signal != nil, feed.mayLeave || monotonicSeconds() > leaveBy { isQuitting = true }
        }
        return signal
    }

    /// Milliseconds that the loop may sleep.
    private var patience: Int {
        if feed.isBusy { return 0 }
        return dashboard.isWaitingForAnswer ? Self.promptFrame : Self.frame
    }

    /// Ends what is ours in good order; the first signal counts.
    private func end(by number: Int32, _ signal: inout Int32?, _ leaveBy: inout Double) {
        guard signal == nil else { return }
        signal = number
        leaveBy = monotonicSeconds() + Self.graceTime
        feed.shutDown(by: signalName(number))
    }

    private mutating func draw() {
        let size = screen.size
        screen.draw(dashboard.render(columns: size.columns, rows: size.rows))
        dashboard.wasDrawn()
    }
}
