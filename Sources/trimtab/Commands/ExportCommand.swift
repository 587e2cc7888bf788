public import ArgumentParser
public import Dashboard
import Links
import Platform
import Telemetry

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Print the steps of a recording, or what another max_norm would have done, as CSV; or write TensorBoard's scalars.",
        discussion: """
            Numbers are the shortest decimals that read back as the same Double. A step that was computed again after a \
            rewind has a row for each time; the last one counts.
            """
    )

    @OptionGroup var recording: RecordingArgument

    @Flag(help: "Print a row for each step: its settings and every number that the run reported.")
    var csv = false

    @Flag(help: "Print a row for each candidate max_norm, as the clip panel does.")
    var whatIf = false

    @Option(
        help: ArgumentHelp("Write TensorBoard's event file into a folder.", valueName: "folder"),
        completion: .directory
    )
    var tensorboard: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("With --csv and --tensorboard: only these steps.", valueName: "a-b"),
        transform: StepRange.init
    )
    var steps: StepRange?

    @Option(help: ArgumentHelp("With --what-if: the window of steps.", valueName: "200|1000|since-change|all"))
    var window = ClipWindow.last200

    @Option(moment: "With --what-if: the last step, or end (default: end).")
    var at: PlaybackStart?

    @Option(
        name: .customLong("try"),
        parsing: .unconditional,
        help: ArgumentHelp("With --what-if: another max_norm.", valueName: "max_norm")
    )
    var tried: Double?

    func run() throws {
        // Checked here, where every option is known: an unknown one is named first.
        if [csv, whatIf, tensorboard != nil].count(where: { $0 }) != 1 {
            throw ValidationError("Give exactly one of --csv, --what-if and --tensorboard.")
        }
        if let tried, !(tried >= 0) { throw ValidationError("--try must not be negative (got \(shortest(tried))).") }
        try recording.print { recording, output in
            if let tensorboard { return try writeScalars(of: recording, into: tensorboard) }
            return try csv ? printSteps(of: recording, to: output) : printWhatIf(of: recording, to: output)
        }
    }

    private func printSteps(of recording: RecordingFile, to output: OutputFile) throws(BadInput) -> ReadingReport {
        // Which columns there are is known at the end only.
        guard recording.isOnDisk else {
            throw BadInput("\(recording.path) is read twice to be exported: give a file on disk")
        }
        var columns = StepColumns()
        let report = try recording.read(into: &columns)
        try check(steps, against: columns.last, of: recording)
        var table = StepTable(columns, steps: steps, output: output)
        output.print(columns.header)
        _ = try recording.deliver(to: &table)
        return report
    }

    /// - Throws: `BadInput` when no step of a range has been recorded.
    private func check(_ range: StepRange?, against last: Int?, of recording: RecordingFile) throws(BadInput) {
        guard let range, let last, last < range.steps.lowerBound else { return }
        let (first, end) = (NumberFormat.count(range.steps.lowerBound), NumberFormat.count(last))
        throw BadInput("\(recording.path) has no step \(first): the recording ends at step \(end)")
    }

    private func writeScalars(of recording: RecordingFile, into folder: String) throws(BadInput) -> ReadingReport {
        do {
            try makeFolders(folder)
        } catch {
            throw BadInput(error.description)
        }
        // TensorBoard knows its files by this word.
        let file = try NewFile(stem: "events.out.tfevents.\(stem(of: recording.path))", suffix: "v2", in: folder)
        var export = TensorBoardExport(steps: steps, output: file.output)
        let read = try recording.deliver(to: &export)
        export.finish()
        try file.close()
        guard read.hasEvents else { throw recording.noEventsError(read.report) }
        warn("written: \(file.path)")
        return read.report
    }

    private func printWhatIf(of recording: RecordingFile, to output: OutputFile) throws(BadInput) -> ReadingReport {
        var course = StateAtMoment(at ?? .end)
        let read = try recording.read(into: &course)
        if let remark = course.remark { warn(remark) }
        let report = ClipReport(course.state, window: window, tried: tried)
        guard !report.rows.isEmpty else {
            throw BadInput("\(recording.path) has no finite gradient norm there: nothing to say about max_norm")
        }
        output.print(
            "candidate,max_norm,steps,not_finite,clipped,share,mean_coefficient,effective_lr,quantile,older,newer"
        )
        for row in report.rows {
            let whatIf = row.whatIf
            let cells = [
                row.candidate.reason.word, shortest(whatIf.maxNorm), "\(whatIf.count)", "\(report.nonFinite)",
                "\(whatIf.clipped)", cell(whatIf.share), cell(whatIf.meanCoefficient), cell(row.effectiveLR),
                cell(row.quantile), cell(row.halves?.before), cell(row.halves?.after),
            ]
            output.print(cells.joined(separator: ","))
        }
        return read
    }
}

/// A number of a table; empty where there is none.
func cell(_ value: Double?) -> String { value.map(shortest) ?? "" }

extension ClipWindow: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        case "since-change": self = .sinceChange
        case "200": self = .last200
        case "1000": self = .last1000
        case "all": self = .wholeRun
        default: return nil
        }
    }
}
