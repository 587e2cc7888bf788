import Foundation
import Telemetry
import Testing
import TmuxSession

/// A folder for one test, in which Python programs run with the client of this checkout.
final class PythonScratch {
    let folder: URL
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let scripts = root + "/Tests/PythonClientTests/Scripts"

    init() throws {
        // A socket's path must be short.
        folder = URL(filePath: "/tmp/trimtab-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs a script to its end, in the folder; it fails the test where the script does. Returns what it printed.
    @discardableResult
    func run(_ script: String, python: String = "python3", at location: SourceLocation = #_sourceLocation) throws
        -> String
    {
        let run = try finish(
            [
                "bash", "-c", "cd \"$1\" && exec \"$2\" \"$3\"", "bash", folder.path, python,
                "\(Self.scripts)/\(script).py",
            ],
            environment: [
                "PYTHONPATH": "\(Self.root)/Sources/Python", "PYTHONDONTWRITEBYTECODE": "1",
                "XDG_RUNTIME_DIR": folder.path,
                "XDG_STATE_HOME": folder.path,
            ],
            scratch: folder
        )
        #expect(run.status == 0, "\(script).py: \(run.output)", sourceLocation: location)
        return run.output
    }

    /// The events of the newest recording of a run, all lines of which must be read whole.
    func recording(_ name: String, at location: SourceLocation = #_sourceLocation) throws -> [Event] {
        let runs = folder.appending(path: "trimtab-runs")
        let files = try FileManager.default.contentsOfDirectory(atPath: runs.path).filter { $0.hasPrefix("\(name)-") }
            .sorted()
        let file = try #require(files.last, sourceLocation: location)
        var collector = Collector()
        var reader = EventReader()
        try Data(contentsOf: runs.appending(path: file)).withUnsafeBytes { reader.feed($0, to: &collector) }
        reader.finish(to: &collector)
        #expect(
            reader.report.lines.isEmpty && reader.report.fields.isEmpty,
            "\(reader.report)",
            sourceLocation: location
        )
        return collector.events
    }

    private struct Collector: EventReceiver {
        var events: [Event] = []

        mutating func receive(step: borrowing StepRecord) { events.append(.step(copy step)) }

        mutating func receive(_ event: Event) { events.append(event) }
    }
}
