import ArgumentParser
import Dashboard
import Links
import Platform
import Telemetry

struct FrameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Print one screen of a recording: as plain text, in colors, or as a picture."
    )

    @OptionGroup var recording: RecordingArgument

    @Option(
        help: ArgumentHelp("Columns and rows of the screen (default: 120x36).", valueName: "columns>x<rows"),
        transform: Size.init
    )
    var size: Size?

    @Option(moment: "The step to show, or end (default: end).")
    var at: PlaybackStart?

    @Option(help: "Glyphs of the charts.")
    var glyphs = GlyphSet.braille

    @Flag(help: "Draw with 7-bit characters only (as --glyphs ascii does).")
    var ascii = false

    @Flag(exclusivity: .exclusive)
    var form: FrameForm?

    @Option(help: "The colors of --svg and --ansi.")
    var theme: ThemeName?

    @OptionGroup var against: Against

    func validate() throws {
        if theme != nil, form == nil { throw ValidationError("--theme goes together with --svg or --ansi.") }
    }

    func run() throws {
        try recording.print { recording, output in
            var course = StateAtMoment(at ?? .end)
            let report = try recording.read(into: &course)
            var state = course.state
            state.note(reading: report)
            if (at ?? .end) == .end { state.markDisconnected() }
            let workspace = Workspace(state, glyphs: ascii ? .ascii : glyphs, compared: try against.read())
            let (columns, rows) = size.map { ($0.columns, $0.rows) } ?? (120, 36)
            output.print(text(of: workspace.render(columns: columns, rows: rows)))
            if let remark = course.remark { warn(remark) }
            return report
        }
    }

    private func text(of grid: CellGrid) -> String {
        switch form {
        case nil: return grid.lines.joined(separator: "\n")
        case .svg: return grid.svg(Theme(theme ?? .dark), title: "trimtab: \(printable(recording.file))")
        case .ansi:
            let depth = ColorDepth.fitting(environmentValue)
            return grid.ansi(Theme(theme ?? .dark), depth: depth, paintsBackground: theme != nil)
        }
    }
}
