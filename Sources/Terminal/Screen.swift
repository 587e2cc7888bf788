import CNcurses
public import Dashboard
import Glibc

/// The terminal as a screen: cells out, keys and signals in.
///
/// While it is open the terminal is in raw mode on its alternate screen, standard error is kept aside, and
/// SIGINT, SIGTERM and SIGHUP arrive as inputs. However the process ends, short of SIGKILL, the terminal is
/// given back as it was and what was written to standard error is printed. One screen a process at a time.
public final class Screen {
    /// What charts can be drawn with here.
    public let glyphs: GlyphSet
    /// How many colors the terminal shows.
    public let depth: ColorDepth
    /// The theme in force.
    public private(set) var theme = ThemeName.dark
    /// The theme that was asked for; nil for the one that suits the terminal's own background.
    public private(set) var chosenTheme: ThemeName?
    /// Whether the theme that was asked for at first goes before one that was chosen for a run.
    public let keepsTheme: Bool
    /// Ends `wait(milliseconds:)` from another thread.
    public let waker = Waker()

    /// Seconds after which everything is sent again on a terminal that others write to.
    private static let repaintTime = 2.0
    /// Seconds that the terminal has to answer a question.
    private static let answerTime = 0.1

    /// What `draw` has shown at the present size.
    private var shown: CellGrid?
    /// The latest picture, while the terminal has not accepted the one before.
    private var late: CellGrid?
    private var parser: InputParser
    /// Inputs that came while an answer of the terminal was awaited.
    private var early: [Input] = []
    /// The background by the environment or the terminal's answer; `.some(nil)` where neither is known.
    private var background: RGB??
    private let hasMouse: Bool
    private var filter: BurstFilter
    private var isOpen = true
    private var repaintedAt: Double
    private let patience: Patience
    private let start = ContinuousClock.now

    /// Opens the terminal at standard output. Keys come from standard input, or from /dev/tty when that
    /// is a file or a pipe.
    ///
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
        patience = .fitting(environment)
        parser = InputParser(patience: patience, isUTF8: tt_utf8(), keys: terminfoKeys())
        filter = BurstFilter(patience: patience)
        repaintedAt = 0
        glyphs = .fitting(utf8: tt_utf8(), term: term, wanted: options.glyphs)
        depth = TerminalColors.depth(environment)
        use(theme: options.theme)
    }

    /// Opens the terminal as the first of some types that this machine knows.
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

    /// The terminal's size in cells, as of the last `wait(milliseconds:)`. Zero when closed.
    public var size: (columns: Int, rows: Int) {
        (Int(tt_columns()), Int(tt_rows()))
    }

    /// Shows a grid. What lies outside the terminal is cut off, what the grid leaves free is blank, and a glyph
    /// that is not exactly one column wide is shown as '?'. Only what has changed is sent.
    ///
    /// It never waits for the terminal: while that has not accepted the last grid, the latest one is kept for later.
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

    /// Clears the terminal and sends everything again, for one that something else has written on.
    public func repaint() {
        guard isOpen else { return }
        spoil(clears: true)
    }

    /// Rings the terminal's bell; one without a bell flashes.
    public func beep() {
        if isOpen { tt_beep() }
    }

    private func show() {
        tt_show(Int32(shown?.cursor?.row ?? -1), Int32(shown?.cursor?.column ?? 0))
    }

    private func spoil(clears: Bool) {
        repaintedAt = now
        tt_spoil(clears)
        if tt_is_behind() { late = late ?? shown } else { show() }
    }

    /// Nothing reports that another program has written to the terminal, so in a pipeline all of it is sent now and then.
    private func repaintWhenDue() {
        guard tt_is_shared(), now >= repaintedAt + Self.repaintTime, !tt_is_behind() else { return }
        spoil(clears: false)
    }

    private func isShown(_ grid: CellGrid, _ row: Int) -> Bool {
        guard let shown, shown.width == grid.width, row < min(shown.height, grid.height) else { return false }
        let row = row * grid.width..<(row + 1) * grid.width
        return shown.cells[row] == grid.cells[row]
    }

    /// Waits for input for some milliseconds, and returns all that has arrived; empty when the time is over, or one of
    /// the watched descriptors is readable.
    ///
    /// A typed ^Z and SIGTSTP suspend the process in here; coming back is a `.resize`. A key may be held back for a
    /// moment, until nothing can follow that would make it a part of something else.
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

    /// What an event means in which no bytes have come.
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

    /// Milliseconds until the first moment at which something is to be decided or done.
    private func sleep(until end: Double) -> Int32 {
        var moment = end
        for time in [parser.deadline, filter.deadline] { moment = min(moment, time ?? .infinity) }
        if tt_is_shared() { moment = min(moment, repaintedAt + Self.repaintTime) }
        return Int32(clamping: Int(max(0, moment - now) * 1000) + (moment > now ? 1 : 0))
    }

    /// What the bytes that have come mean. They count as come in time, however late this process reads them.
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

    /// Changes the theme and draws what is shown in it.
    ///
    /// - Parameter name: nil for the one that suits the terminal's own background, which then stays. It is known by COLORFGBG,
    ///   or asked for once, for 100 ms at most; where neither helps it counts as dark.
    public func use(theme name: ThemeName?) {
        guard isOpen else { return }
        chosenTheme = name
        theme = name ?? (ownBackground?.isLight == true ? .light : .dark)
        TerminalColors.define(Theme(theme), at: depth, paintsBackground: name != nil)
        spoil(clears: false)
        guard let grid = late ?? shown else { return }
        shown = nil
        draw(grid)
    }

    /// The terminal's background; nil where it is not known. Without colors it makes no difference.
    private var ownBackground: RGB? {
        if depth == .mono { return nil }
        if background == nil { background = .some(BackgroundReply.color(environment) ?? askForBackground()) }
        return background ?? nil
    }

    /// Asks the terminal. Every terminal answers the second question, so that one that knows no answer to the first is not
    /// waited for. What comes too late is dropped by the parser.
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

    /// Carries out a typed ^Z, which the terminal's driver does not do in raw mode.
    private func suspending(_ inputs: [Input]) -> [Input] {
        guard inputs.contains(.key(.control("z"))) else { return inputs }
        tt_suspend(true)
        return inputs.filter { $0 != .key(.control("z")) }
    }

    /// Ends a `wait(milliseconds:)` early; `waker` does the same from another thread.
    public func wake() {
        waker.wake()
    }

    /// Gives the terminal back for a process that ends without closing its screen; from any thread, and within two seconds
    /// though the terminal is not read. Nothing can be shown afterwards.
    public static func abandon() {
        tt_abandon()
    }

    /// Gives the terminal back. Closing twice does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        tt_close()
    }
}

private func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
