import Foundation
import Telemetry
import TmuxSession

/// A folder for one test, and the program to run in it.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs trimtab without a terminal.
    func trimtab(_ arguments: String...) throws -> Finished {
        try finish([program("trimtab")] + arguments, environment: environment, scratch: folder)
    }

    /// Runs a line of bash in which `$0` is trimtab.
    func bash(_ script: String) throws -> Finished {
        try finish(
            ["bash", "-c", "cd '\(folder.path)'; \(script)", program("trimtab")],
            environment: environment,
            scratch: folder
        )
    }

    /// The runs of one scratch folder are found from it alone.
    var environment: [String: String] {
        [
            "SWIFT_BACKTRACE": "enable=no", "TERM": "xterm-256color", "XDG_RUNTIME_DIR": folder.path,
            "XDG_CONFIG_HOME": folder.path,
            "TMPDIR": folder.path,
        ]
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    /// The lines of a recording, decoded.
    func lines(of name: String) throws -> [Line] {
        try decodedLines(String(contentsOfFile: path(name), encoding: .utf8))
    }
}

/// The lines of a recording's text, decoded.
func decodedLines(_ text: String) -> [Line] {
    text.split(separator: "\n").map { LineDecoder.decode(String($0)) }
}

extension [Line] {
    var events: [Event] { compactMap { if case .event(let event) = $0 { event } else { nil } } }
    var steps: [StepRecord] { events.compactMap { if case .step(let record) = $0 { record } else { nil } } }
    var applied: [Applied] { events.compactMap { if case .applied(let applied) = $0 { applied } else { nil } } }
    var end: End? {
        if case .end(let end)? = events.last { end } else { nil }
    }
}

/// The demos' folder.
let demos = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("demos").path
