import ArgumentParser
import Dashboard
import Platform

/// Recordings that a run is compared with.
struct Against: ParsableArguments {
    @Option(
        help: ArgumentHelp("A recording to draw behind the run (up to \(ComparedRun.limit)).", valueName: "file"),
        completion: .file()
    )
    var against: [String] = []

    /// The options as they were given.
    var words: [String] { against.flatMap { ["--against", $0] } }

    /// The runs as their recordings leave them.
    ///
    /// - Parameter others: further files.
    /// - Throws: `BadInput` for one that is not a recording, or one too many.
    func read(_ others: [String] = []) throws(BadInput) -> [ComparedRun] {
        let files = others + against
        guard files.count <= ComparedRun.limit else {
            throw BadInput("\(files.count) recordings to compare with, more than the limit of \(ComparedRun.limit)")
        }
        var runs: [ComparedRun] = []
        for file in files { runs.append(try Self.run(in: file)) }
        return runs
    }

    private static func run(in file: String) throws(BadInput) -> ComparedRun {
        let recording = try RecordingFile(path: file)
        defer { recording.close() }
        var course = StateAtMoment(.end)
        recording.remarks(try recording.read(into: &course)).forEach(warn)
        return ComparedRun(name: stem(of: file), state: course.state)
    }
}
