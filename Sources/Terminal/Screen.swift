import CNcurses
public import Dashboard
import Glibc

/// The terminal as a screen: cells out, keys and signals in.
///
/// While it is open the terminal is in raw mode on its alternate screen, standard error is buffered, and SIGINT, SIGTERM
/// and SIGHUP arrive as inputs. However the process ends, except by SIGKILL, the terminal is restored and the buffered
/// standard error printed. A process may have one open screen at a time.
public final class Screen {
    /// The glyphs that the terminal shows.
    public let glyphs: GlyphSet
    /// The number of colors that the terminal shows.
    public let depth: ColorDepth
    /// The current theme.
    public private(set) var theme = ThemeName.dark
    /// The chosen theme; nil for the one that suits the terminal's own background.
    public private(set) var chosenTheme: ThemeName?
    /// True if the theme in the options takes precedence over themes saved for runs.
    public let keepsTheme: Bool
    /// Ends `wait(milliseconds:)` from another thread.
    public let waker = Waker()

    /// The seconds after which everything is sent again on a terminal that other programs write to.
    private static let repaintTime = 2.0
    /// The seconds that the terminal has to answer a query.
    private static let answerTime = 0.1

    /// The grid shown at the present size; nil if everything must be sent.
    private var shown: CellGrid?
    /// The latest grid, while the terminal has not accepted the previous one.
    private var late: CellGrid?
    private var parser: InputParser
    /// Inputs that arrived during a query.
    private var early: [Input] = []
    /// The background by the environment or the terminal's answer; nil before the query, `.some(nil)` if unknown.
    private var background: RGB??
    private let hasMouse: Bool
    private var filter: BurstFilter
    private var isOpen = true
    private var repaintedAt: Double
    private let timeouts: InputTimeouts
    private let start = ContinuousClock.now

    /// Opens the terminal at standard output. Keys are read from standard input, or from /dev/tty if that is a file or a pipe.
    ///
    /// - Throws: the reason why there can be no screen.
    public init(_ options: ScreenOptions = ScreenOptions()) throws(ScreenError) {
        guard let term = environment("TERM"), !term.isEmpty else { throw .termUnset }
        let isColorless = environment("NO_COLOR")?.isEmpty == false
        try Self.open(
            TerminalFamily.candidates(for: term, hasColor: environment("COLORTERM")?.isEmpty == false),
            color: options.color && !isColorless,
            mouse: options.mouse
        )
        hasMouse = options.mouse
        keepsTheme = options.keepsTheme
        timeouts = .fitting(environment)
        parser = InputParser(timeouts: timeouts, isUTF8: tt_utf8(), keys: terminfoKeys())
        filter = BurstFilter(timeouts: timeouts)
        repaintedAt = 0
        glyphs = .fitting(utf8: tt_utf8(), term: term, wanted: options.glyphs)
        depth = TerminalColors.depth(environment)
        use(theme: options.theme)
    }

    /// Opens the terminal with the first of some types that this machine knows.
    private static func open(_ types: [String], color: Bool, mouse: Bool) throws(ScreenError) {
        let own = types[0]
        for type in types {
            switch unsafe Int(tt_open(type, color, mouse)) {
            case Int(TT_OPENED): return
            case Int(TT_TERM_UNKNOWN): continue
            case Int(TT_NOT_A_TERMINAL): throw .notATerminal
            case Int(TT_NO_KEYBOARD): throw .noKeyboard
            case Int(TT_TERM_DUMB): throw .dumb(own)
            case Int(TT_IN_USE): throw .inUse
            default: throw .failed
            }
        }
        throw .unknownTerm(own)
    }

    deinit {
        if isOpen { tt_close() }
    }

    /// The terminal's size in cells, as of the last `wait(milliseconds:)`; 0 if closed.
    public var size: (columns: Int, rows: Int) {
        (Int(tt_columns()), Int(tt_rows()))
    }

    /// Shows a grid. It is cut to the terminal's size or padded with blanks, and a glyph that is not exactly one column wide is
    /// shown as '?'. Only changes are sent.
    ///
    /// It never blocks: while the terminal has not accepted the last grid, the latest one is kept for later.
    public func draw(_ grid: CellGrid) {
        guard isOpen else { return }
        guard !tt_is_behind() else {
            late = grid
            return
        }
        late = nil
        for row in 0..<size.rows where !isShown(grid, row) {
            let cells = row < grid.height ? grid.cells[row * grid.width..<(row + 1) * grid.width] : []
            let plain = cells.map { tt_cell(glyph: $0.glyph.value, style: UInt32($0.role.rawValue)) }
            unsafe tt_put_row(Int32(row), plain, Int32(plain.count))
        }
        shown = grid
        show()
    }

    /// Clears the terminal and sends everything again, after another program has written to it.
    public func repaint() {
        guard isOpen else { return }
        invalidate(clears: true)
    }

    /// Rings the terminal's bell, or flashes the screen if it has none.
    public func beep() {
        if isOpen { tt_beep() }
    }

    private func show() {
        tt_show(Int32(shown?.cursor?.row ?? -1), Int32(shown?.cursor?.column ?? 0))
    }

    private func invalidate(clears: Bool) {
        repaintedAt = now
        tt_spoil(clears)
        if tt_is_behind() { late = late ?? shown } else { show() }
    }

    /// In a pipeline other programs may write to the terminal unnoticed, so that everything is sent again at intervals.
    private func repaintWhenDue() {
        guard tt_is_shared(), now >= repaintedAt + Self.repaintTime, !tt_is_behind() else { return }
        invalidate(clears: false)
    }

    private func isShown(_ grid: CellGrid, _ row: Int) -> Bool {
        guard let shown, shown.width == grid.width, row < min(shown.height, grid.height) else { return false }
        let row = row * grid.width..<(row + 1) * grid.width
        return shown.cells[row] == grid.cells[row]
    }

    /// Waits for input and returns it; empty if the time is over or one of the watched descriptors is readable.
    ///
    /// A typed ^Z and SIGTSTP suspend the process here; after it is continued, `.resize` arrives. A key may be delayed for a
    /// moment until it cannot be part of a longer sequence.
    public func wait(milliseconds: Int, watching descriptors: [Int32] = []) -> [Input] {
        guard isOpen else { return [] }
        let end = now + Double(milliseconds) / 1000
        var inputs = early
        early = []
        // A large paste must not block drawing.
        while inputs.count < 1000 {
            repaintWhenDue()
            let event = unsafe tt_wait(inputs.isEmpty ? sleep(until: end) : 0, descriptors, Int32(descriptors.count))
            switch Int(event.kind) {
            case Int(TT_NOTHING), Int(TT_READY):
                let time = now
                inputs += decided(parser.advance(to: time), at: time) + suspending(filter.advance(to: time))
                if !inputs.isEmpty || time >= end || event.kind == TT_READY { return inputs }
            case Int(TT_INPUT): inputs += decided(read(), at: now)
            default: inputs += self.inputs(of: event)
            }
        }
        return inputs
    }

    /// The inputs of an event other than bytes.
    private func inputs(of event: tt_event) -> [Input] {
        switch Int(event.kind) {
        case Int(TT_CAUGHT_UP):
            if let late { draw(late) }
            return []
        case Int(TT_RESIZED):
            shown = nil
            return [.resize(columns: size.columns, rows: size.rows)]
        case Int(TT_SIGNALED): return [.signal(event.value)]
        case Int(TT_WOKEN): return [.woken]
        default: return [.inputClosed]
        }
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// The milliseconds until the next deadline, at most until `end`.
    private func sleep(until end: Double) -> Int32 {
        var moment = end
        for time in [parser.deadline, filter.deadline] { moment = min(moment, time ?? .infinity) }
        if tt_is_shared() { moment = min(moment, repaintedAt + Self.repaintTime) }
        return Int32(clamping: Int(max(0, moment - now) * 1000) + (moment > now ? 1 : 0))
    }

    /// Reads and parses bytes. They count as arrived without pauses, however late this process reads them.
    private func read() -> [InputParser.Token] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe Int(tt_read(&bytes, Int32(bytes.count)))
        let time = now
        return bytes.prefix(count).flatMap { parser.feed($0, at: time) }
    }

    private func decided(_ tokens: [InputParser.Token], at time: Double) -> [Input] {
        suspending(tokens.flatMap { filter.feed($0, at: time) }).filter { input in
            // Another program may have left its mouse on.
            if case .mouse = input { hasMouse } else { true }
        }
    }

    // MARK: Themes

    /// Changes the theme and redraws.
    ///
    /// - Parameter name: nil for the theme that suits the terminal's own background, which is kept. The background is taken from
    ///   COLORFGBG or queried once, for at most 100 ms; if unknown it counts as dark.
    public func use(theme name: ThemeName?) {
        guard isOpen else { return }
        chosenTheme = name
        theme = name ?? (ownBackground?.isLight == true ? .light : .dark)
        TerminalColors.define(Theme(theme), at: depth, paintsBackground: name != nil)
        invalidate(clears: false)
        guard let grid = late ?? shown else { return }
        shown = nil
        draw(grid)
    }

    /// The terminal's background; nil if unknown or without colors.
    private var ownBackground: RGB? {
        if depth == .mono { return nil }
        if background == nil { background = .some(BackgroundReply.color(environment) ?? askForBackground()) }
        return background ?? nil
    }

    /// Queries the terminal's background. Every terminal answers the second query, which ends the wait if it does not support the
    /// first. Late answers are dropped by the parser.
    private func askForBackground() -> RGB? {
        guard unsafe tt_ask("\u{1b}]11;?\u{1b}\\\u{1b}[c") else { return nil }
        let end = now + Self.answerTime
        while now < end {
            let event = tt_wait(Int32(((end - now) * 1000).rounded(.up)), nil, 0)
            guard event.kind == TT_INPUT else {
                if event.kind != TT_NOTHING, event.kind != TT_READY { early += inputs(of: event) }
                continue
            }
            let tokens = read()
            early += decided(tokens, at: now)
            for case .background(let color) in tokens { return color }
            if tokens.contains(.attributes) { return nil }
        }
        return nil
    }

    /// Suspends the process for a typed ^Z, which the terminal driver does not do in raw mode.
    private func suspending(_ inputs: [Input]) -> [Input] {
        guard inputs.contains(.key(.control("z"))) else { return inputs }
        tt_suspend(true)
        return inputs.filter { $0 != .key(.control("z")) }
    }

    /// Ends a `wait(milliseconds:)` early; `waker` does the same from another thread.
    public func wake() {
        waker.wake()
    }

    /// Restores the terminal for a process that ends without closing its screen. Callable from any thread; it takes at most two
    /// seconds even if the terminal is not read. Nothing can be shown afterwards.
    public static func abandon() {
        tt_abandon()
    }

    /// Restores the terminal. Closing again does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        tt_close()
    }
}

private func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
