import Dashboard
import Glibc
import Terminal

/// A screen to be tested from outside: shows what it receives, and dies in every way on request.
///
///     TerminalProbe [--ascii] [--no-color] [--no-mouse] [--theme NAME] [--roles] [--odd] [--last-words] [--dump FILE]
///
/// `t` changes to the next theme, which is shown beside the size.
/// Exits with 0 after `q`, 128 + n after signal n, 3 when there can be no screen.
@main
struct Probe {
    static func main() {
        let arguments = CommandLine.arguments
        let theme = arguments.firstIndex(of: "--theme").flatMap { ThemeName(rawValue: arguments[$0 + 1]) }
        let screen: Screen
        do {
            screen = try Screen(
                ScreenOptions(
                    glyphs: arguments.contains("--ascii") ? .ascii : nil,
                    theme: theme,
                    color: !arguments.contains("--no-color"),
                    mouse: !arguments.contains("--no-mouse")
                )
            )
        } catch {
            print("no screen: \(error)")
            exit(3)
        }
        var view = ProbeView(
            glyphs: screen.glyphs,
            shown: arguments.contains("--roles") ? .roles : arguments.contains("--odd") ? .oddGlyphs : .pattern
        )
        let dump = arguments.firstIndex(of: "--dump").map { arguments[$0 + 1] }
        if arguments.contains("--last-words") { CrashMessage.set("the probe's last words\n") }
        wakeFromAnotherThread(screen.waker)
        while true {
            view.theme = screen.theme
            let grid = view.grid(width: screen.size.columns, height: screen.size.rows)
            screen.draw(grid)
            if let dump { write(grid, to: dump) }
            for input in screen.wait(milliseconds: 1000) {
                view.received.append("\(input)")
                switch input {
                case .signal(let number):
                    screen.close()
                    exit(128 + number)
                case .inputClosed:
                    screen.close()
                    exit(4)
                case .key(.character("t")):
                    screen.use(theme: ThemeName.next(after: screen.chosenTheme))
                case .key(.character(let letter)): perform(letter, screen)
                default: break
                }
            }
        }
    }

    private static func perform(_ letter: Character, _ screen: Screen) {
        switch letter {
        case "q":
            screen.close()
            exit(0)
        case "x": exit(5)
        case "e": _ = Glibc.write(2, "said on standard error\n", 23)
        case "F": fatalError("the probe was asked for a fatal error")
        case "S": raise(SIGSEGV)
        case "A": abort()
        case "O": print([1, 2, 3][Int(getpid())])
        case "N": UnsafeMutablePointer<Int>(bitPattern: 64)!.pointee = 1
        case "R": print(depth(1))
        case "T":
            var thread = pthread_t()
            pthread_create(&thread, nil, { _ in fatalError("on another thread") }, nil)
            sleep(2)
        default: break
        }
    }

    /// Overflows the stack.
    @inline(never)
    private static func depth(_ level: Int) -> Int {
        level < 0 ? 0 : depth(level + 1) &+ level
    }

    private static func wakeFromAnotherThread(_ waker: Waker) {
        var thread = pthread_t()
        let context = UnsafeMutablePointer<Waker>.allocate(capacity: 1)
        context.initialize(to: waker)
        let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            usleep(300_000)
            context?.assumingMemoryBound(to: Waker.self).pointee.wake()
            return nil
        }
        pthread_create(&thread, nil, body, context)
    }

    private static func write(_ grid: CellGrid, to path: String) {
        guard let file = fopen(path + ".new", "w") else { return }
        fputs("\(grid.width)x\(grid.height)\n" + grid.lines.joined(separator: "\n") + "\n", file)
        fclose(file)
        // Whole or not at all, since somebody may be reading.
        rename(path + ".new", path)
    }
}
