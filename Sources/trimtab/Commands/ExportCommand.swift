public import ArgumentParser
public import Dashboard
import Links
import Platform
import Recipes
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

    @Argument(help: "The recording, a file on disk.", completion: .file())
    var file: String

    @Flag(help: "Print a row for each step: its settings and every number that the run reported.")
    var csv = false

    @Flag(help: "Print a row for each candidate max_norm, as the clip panel does.")
    var whatIf = false

    @Option(
        help: ArgumentHelp("Write TensorBoard's event file into a folder.", valueName: "folder"),
        completion: .directory
    )
    var tensorboard: String?

    @Option(help: ArgumentHelp("With --csv and --tensorboard: only these steps.", valueName: "a-b"))
    var steps: StepRange?

    @Option(help: ArgumentHelp("With --what-if: the window of steps.", valueName: "200|1000|since-change|all"))
    var window = ClipWindow.last200

    @Option(help: ArgumentHelp("With --what-if: the last step, or end.", valueName: "step|end"))
    var at = PlaybackStart.end

    @Option(name: .customLong("try"), help: ArgumentHelp("With --what-if: another max_norm.", valueName: "max_norm"))
    var tried: Double?

    func validate() throws {
        if [csv, whatIf, tensorboard != nil].count(where: { $0 }) != 1 {
            throw ValidationError("Give one of --csv, --what-if and --tensorboard.")
        }
        if let tried, !(tried >= 0) { throw ValidationError("--try must not be negative (got \(shortest(tried))).") }
    }

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            let output = OutputFile.standardOutput
            let report: ReadingReport
            if let tensorboard {
                report = try writeScalars(of: recording, into: tensorboard)
            } else {
                report = try csv ? printSteps(of: recording, to: output) : printWhatIf(of: recording, to: output)
            }
            try output.checkWritten()
            recording.remarks(report).forEach(warn)
        }
    }

    private func printSteps(of recording: RecordingFile, to output: OutputFile) throws(BadInput) -> ReadingReport {
        // Which columns there are is known at the end only.
        guard recording.isOnDisk else {
            throw BadInput("\(recording.path) is read twice to be exported: give a file on disk")
        }
        var columns = StepColumns()
        let read = try recording.hand(to: &columns)
        guard read.hasEvents else { throw recording.noEventsError(read.report) }
        var table = StepTable(columns, steps: steps, output: output)
        output.print(columns.header)
        _ = try recording.hand(to: &table)
        return read.report
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
        let read = try recording.hand(to: &export)
        export.finish()
        try file.close()
        guard read.hasEvents else { throw recording.noEventsError(read.report) }
        warn("written: \(file.path)")
        return read.report
    }

    private func printWhatIf(of recording: RecordingFile, to output: OutputFile) throws(BadInput) -> ReadingReport {
        var course = CourseTo(at)
        let read = try recording.hand(to: &course)
        guard read.hasEvents else { throw recording.noEventsError(read.report) }
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
        return read.report
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

/// Steps from one to another, both included.
struct StepRange: ExpressibleByArgument {
    var steps: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
        steps = first...last
    }
}
