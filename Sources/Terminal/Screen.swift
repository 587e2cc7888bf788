import CNcurses
import Dashboard
import Glibc

/// The terminal as a screen: cells out, keys and signals in.
///
/// While it is open the terminal is in raw mode on its alternate screen, standard error is kept aside, and
/// SIGINT, SIGTERM and SIGHUP arrive as inputs. However the process ends, short of SIGKILL, the terminal is
/// given back as it was and what was written to standard error is printed. One screen a process at a time.
public final class Screen {
    /// What charts can be drawn with here.
    public let glyphs: GlyphSet
    public let theme: Theme
    /// Ends `wait(milliseconds:)` from another thread.
    public let waker = Waker()

    /// What `draw` has shown at the present size.
    private var shown: CellGrid?
    private var decoder = KeyDecoder()
    private var isOpen = true

    /// Takes over the terminal at standard output. Keys come from standard input, or from /dev/tty when that
    /// is a file or a pipe.
    ///
    /// - Parameters:
    ///   - ascii: draw with 7-bit characters only.
    ///   - color: false, or the environment variable NO_COLOR with any text in it, sends no colour.
    public init(ascii: Bool = false, color: Bool = true) throws(ScreenError) {
        let term = getenv("TERM").map { String(cString: $0) } ?? ""
        let colorless = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        switch Int(tt_open(color && !colorless)) {
        case Int(TT_OPENED): break
        case Int(TT_NOT_A_TERMINAL): throw .notATerminal
        case Int(TT_NO_KEYBOARD): throw .noKeyboard
        case Int(TT_TERM_UNSET): throw .termUnset
        case Int(TT_TERM_UNKNOWN): throw .unknownTerm(term)
        case Int(TT_TERM_DUMB): throw .dumb(term)
        case Int(TT_IN_USE): throw .inUse
        default: throw .failed
        }
        glyphs = .fitting(utf8: tt_utf8(), term: term, ascii: ascii)
        theme = Theme(colors: Int(tt_colors()))
        for role in Role.allCases {
            let style = theme.style(of: role)
            tt_define_style(
                Int32(role.rawValue),
                Int32(style.foreground ?? -1),
                Int32(style.background ?? -1),
                style.attributes.rawValue
            )
        }
    }

    deinit {
        if isOpen { tt_close() }
    }

    /// The terminal's size in cells, as of the last `wait(milliseconds:)`. Zero when closed.
    public var size: (columns: Int, rows: Int) {
        (Int(tt_columns()), Int(tt_rows()))
    }

    /// Shows a grid. What lies outside the terminal is cut off, what the grid leaves free is blank, and a glyph
    /// that does not take exactly one place is shown as '?'. Only what has changed is sent.
    public func draw(_ grid: CellGrid) {
        guard isOpen else { return }
        for row in 0..<size.rows where !isShown(grid, row) {
            let cells = row < grid.height ? grid.cells[row * grid.width..<(row + 1) * grid.width] : []
            let plain = cells.map { tt_cell(glyph: $0.glyph.value, style: UInt32($0.role.rawValue)) }
            tt_put_row(Int32(row), plain, Int32(plain.count))
        }
        shown = grid
        tt_show(Int32(grid.cursor?.row ?? -1), Int32(grid.cursor?.column ?? 0))
    }

    private func isShown(_ grid: CellGrid, _ row: Int) -> Bool {
        guard let shown, shown.width == grid.width, row < min(shown.height, grid.height) else { return false }
        let row = row * grid.width..<(row + 1) * grid.width
        return shown.cells[row] == grid.cells[row]
    }

    /// Waits for input up to so many milliseconds, and returns all that has arrived; empty when the time is over.
    ///
    /// A typed ^Z and SIGTSTP suspend the process in here; coming back is a `.resize`.
    public func wait(milliseconds: Int) -> [Input] {
        guard isOpen else { return [] }
        var inputs: [Input] = []
        var patience = Int32(clamping: milliseconds)
        // A pasted book must not keep the screen from being drawn.
        while inputs.count < 1000 {
            let event = tt_wait(patience)
            switch Int(event.kind) {
            case Int(TT_NOTHING):
                return inputs + decoder.finish().map { .key($0) }
            case Int(TT_BYTE):
                inputs += decoder.decode(.byte(UInt8(truncatingIfNeeded: event.value))).map { .key($0) }
            case Int(TT_KEY):
                inputs += decoder.decode(.key(Int(event.value))).map { .key($0) }
            case Int(TT_RESIZED):
                shown = nil
                inputs.append(.resize(columns: size.columns, rows: size.rows))
            case Int(TT_SIGNALED):
                inputs.append(.signal(event.value))
            case Int(TT_WOKEN):
                inputs.append(.woken)
            default:
                inputs.append(.inputClosed)
            }
            patience = 0
        }
        return inputs
    }

    /// Ends a `wait(milliseconds:)` early; `waker` does the same from another thread.
    public func wake() {
        waker.wake()
    }

    /// Gives the terminal back. Closing twice does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        tt_close()
    }
}
