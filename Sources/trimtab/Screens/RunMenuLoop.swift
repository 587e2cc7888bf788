import Dashboard
import Glibc
import Links
import Telemetry
import Terminal

/// Shows the runs on this machine and their current state until one is chosen.
struct RunMenuLoop {
    /// How the menu was closed.
    enum End {
        /// The path of the chosen run's socket.
        case chosen(String)
        case quit
        case signal(Int32)
    }

    /// Seconds between checks for runs that have begun or ended.
    private static let interval = 1.0
    /// Milliseconds between frames.
    private static let frame = 200

    private let screen: Screen
    private var menu: RunMenu
    private var runs: [WatchedRun] = []
    private var lookedAt = -Double.infinity

    /// A run and the link over which it is followed.
    private struct WatchedRun {
        var summary: RunSummary
        var source: StreamSource
    }

    /// - Parameter message: shown at first; nil for the keys.
    init(on screen: Screen, message: String? = nil) {
        self.screen = screen
        menu = RunMenu(heads: RunSummary.heads, glyphs: screen.glyphs)
        menu.message = message
    }

    mutating func run() -> End {
        defer { for run in runs { run.source.close() } }
        while true {
            look()
            poll()
            menu.show(runs.map { RunMenu.Entry(id: $0.summary.address.path, cells: $0.summary.row) })
            let size = screen.size
            screen.draw(menu.render(columns: size.columns, rows: size.rows))
            for input in screen.wait(milliseconds: Self.frame) {
                switch input {
                case .key(let key):
                    switch menu.press(key) {
                    case .open(let path)?: return .chosen(path)
                    case .quit?: return .quit
                    case nil: break
                    }
                case .signal(let number): return .signal(number)
                case .inputClosed: return .signal(SIGHUP)
                case .resize, .burst, .paste, .mouse, .woken: break
                }
            }
        }
    }

    /// Adds runs that have begun, and removes those that are gone.
    private mutating func look() {
        guard monotonicSeconds() >= lookedAt + Self.interval else { return }
        lookedAt = monotonicSeconds()
        let addresses = RunAddress.all()
        for run in runs where !addresses.contains(run.summary.address) { run.source.close() }
        runs.removeAll { !addresses.contains($0.summary.address) }
        for address in addresses where !runs.contains(where: { $0.summary.address == address }) {
            guard let source = try? StreamSource(connectingTo: address.path) else { continue }
            runs.append(WatchedRun(summary: RunSummary(address: address), source: source))
        }
    }

    private mutating func poll() {
        var arrival = Arrival()
        for index in runs.indices {
            repeat {
                runs[index].source.poll(limit: 1 << 14, into: &arrival)
                runs[index].summary.apply(arrival)
            } while arrival.hasMore
        }
    }
}
