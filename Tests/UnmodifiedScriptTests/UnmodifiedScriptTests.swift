import Foundation
import Telemetry
import Testing
import TmuxSession

private let pythonWithTorch = python(importing: "torch, numpy")
private let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python").path
private let hook = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Python/trimtab/hook").path

/// Unmodified PyTorch scripts, each run alone and watched.
@Suite(.enabled(if: pythonWithTorch != nil, "there is no Python with torch and numpy"))
struct UnmodifiedScriptTests {
    private static let scripts = [
        "plain", "accumulation", "scaled", "scaled_half", "fused", "gan", "value_clipping", "no_clipping", "lbfgs",
        "closure", "compiled", "full_graph", "workers", "own_optimizer", "groups",
    ]

    /// What a script prints is what torch returned to it, and a digest of its last parameters; each number of an event is
    /// that very number, and the clipped norm the recomputed one to 1e-6.
    @Test func `events are torch's numbers and parameters the same`() async throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        async let alone = Self.run(in: scratch.appending(path: "alone"), ["TRIMTAB": "off"])
        async let watched = Self.run(in: scratch.appending(path: "watched"), ["TRIMTAB_HOOK": "1", "PYTHONPATH": hook])
        for finished in try await [alone, watched] { try #require(finished.status == 0, "\(finished.output)") }

        for script in Self.scripts {
            let printed = try String(contentsOf: scratch.appending(path: "alone/\(script).out"), encoding: .utf8)
            #expect(
                try String(contentsOf: scratch.appending(path: "watched/\(script).out"), encoding: .utf8) == printed
            )
            let expected = steps(printed)
            let events = try String(contentsOf: scratch.appending(path: "watched/\(script).jsonl"), encoding: .utf8)
            let measured = steps(events)
            #expect(expected.count == 50 && printed.contains("\nparameters "), "\(script)")
            try #require(measured.map(\.step) == expected.map(\.step), "\(script)")
            for (measured, expected) in zip(measured, expected) {
                #expect(same(measured.loss, expected.loss), "\(script), step \(measured.step): loss")
                #expect(same(measured.gradNorm, expected.gradNorm), "\(script), step \(measured.step): norm")
                #expect(same(measured.lr, expected.lr), "\(script), step \(measured.step): rate")
                if let norm = expected.clippedNorm {
                    #expect(
                        same(measured.clippedNorm, norm, to: 1e-6),
                        "\(script), step \(measured.step): clipped norm"
                    )
                }
                for extra in expected.extras {
                    #expect(measured.extras.contains(extra), "\(script), step \(measured.step): \(extra.name)")
                }
            }
        }
        // Of the scaled scripts, one step each was left out by the scaler, and none of the others' was.
        let withheld = try Self.scripts.filter { script in
            let events = try String(contentsOf: scratch.appending(path: "watched/\(script).jsonl"), encoding: .utf8)
            return steps(events).contains { $0.extras.contains { $0.name == "withheld" } }
        }
        #expect(withheld == ["scaled", "scaled_half"])
    }

    private static func run(in folder: URL, _ environment: [String: String]) async throws -> Finished {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let arguments = [try #require(pythonWithTorch), programs + "/run-scripts", folder.path] + scripts
        let environment = environment.merging(["OMP_NUM_THREADS": "1", "XDG_RUNTIME_DIR": folder.path]) { $1 }
        return try await Task.detached { try finish(arguments, environment: environment, scratch: folder) }.value
    }

    @Test(arguments: ["test_start", "test_steering", "test_rewind", "test_device"])
    func `python tests`(module: String) throws {
        let scratch = FileManager.default.temporaryDirectory
        let run = try finish(
            [try #require(pythonWithTorch), "-m", "unittest", module],
            environment: ["PYTHONPATH": programs, "PYTHONDONTWRITEBYTECODE": "1"],
            scratch: scratch
        )
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("\nOK"))
    }
}

private func steps(_ lines: String) -> [StepRecord] {
    lines.split(separator: "\n").compactMap { line in
        if case .event(.step(let record)) = LineDecoder.decode(String(line)) { record } else { nil }
    }
}

/// True for numbers that are equal, or as close as `tolerance` says, and for two that are NaN.
private func same(_ one: Double?, _ other: Double?, to tolerance: Double = 0) -> Bool {
    guard let one, let other else { return false }
    return one == other || one.isNaN && other.isNaN || abs(one - other) <= tolerance * abs(other)
}
