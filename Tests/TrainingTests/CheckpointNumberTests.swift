import Platform
import Telemetry
import Testing

@testable import Training

/// A file may hold any number where a count is wanted: each is refused by its name, and none ends the program.
@Suite struct CheckpointNumberTests {
    private let folder = try! TestFolder()

    private func trainer(_ run: SavedRun, in path: CheckpointFolder) -> Trainer<Float> {
        run.trainer(Float.self) {
            $0.checkpoints = CheckpointPlan(every: 12, keep: 9, folder: path, recipe: [:])
        }
    }

    private func checkpoint(_ run: SavedRun) throws -> Checkpoint {
        _ = trainer(run, in: CheckpointFolder(new: "\(folder.path)/\(run)")).events()
        return try Checkpoint(path: "\(folder.path)/\(run)/\(CheckpointFolder.file(after: 12))")
    }

    @Test(
        arguments: SavedRun.allCases
    )
    func `every count of a run's state is from 0 to 2^53, and from less where there is less`(run: SavedRun) throws {
        let good = try checkpoint(run)
        let counts = good.snapshot.state.arrays.filter { $0.value.kind == .int64 && $0.value.shape.isEmpty }.keys
            .sorted()
        #expect(counts.contains("updated_at") && counts.contains { $0.hasPrefix("schedule.") })
        for name in counts {
            for value in [Int.min, -1, Int.largestCount + 1, Int.max] {
                var broken = good
                broken.snapshot.state[name] = .integer(value)
                let error = #expect(throws: StateError.self) {
                    try trainer(run, in: CheckpointFolder(new: "\(folder.path)/unused")).resume(from: broken, path: "f")
                }
                #expect(error?.description.hasPrefix("\(name) is \(value), and must be from ") == true)
            }
        }
    }

    @Test func `so are those that a model keeps`() throws {
        var broken = try checkpoint(.rows)
        broken.snapshot.model["1.num_batches_tracked"] = .integer(-1)
        let error = #expect(throws: StateError.self) {
            try trainer(.rows, in: CheckpointFolder(new: "\(folder.path)/unused")).resume(from: broken, path: "f")
        }
        #expect(error?.description == "1.num_batches_tracked is -1, and must be from 0 to 9007199254740992")
    }

    @Test(arguments: [-1, .infinity, .nan])
    func `a rate that no operator could set is refused`(rate: Double) throws {
        var broken = try checkpoint(.sequences)
        broken.snapshot.state["optimizer.lr"] = .number(rate)
        let error = #expect(throws: StateError.self) {
            try trainer(.sequences, in: CheckpointFolder(new: "\(folder.path)/unused")).resume(from: broken, path: "f")
        }
        #expect(error?.description.hasPrefix("optimizer.lr must") == true)
    }

    @Test func `beside a checkpoint with the last number there is, none is written, and the run continues`() throws {
        let good = try checkpoint(.rows)
        let path = "\(folder.path)/rows/\(CheckpointFolder.file(after: 12))"
        try Checkpoint(good.snapshot, recipe: [:], sequence: Int.largestCount).write(to: path)
        let resumed = trainer(.rows, in: try CheckpointFolder(continuing: "\(folder.path)/rows", recipe: [:]))
        try resumed.resume(from: Checkpoint(path: path), path: path)
        let events = resumed.events()
        #expect(events.end?.outcome == .finished)
        #expect(events.checkpoints.map { $0.problem?.hasPrefix("cannot be written: ") } == [true])
    }

    @Test func `a folder whose only checkpoint is broken says what is wrong with it`() throws {
        let good = try checkpoint(.rows)
        let only = "\(folder.path)/\(CheckpointFolder.file(after: 12))"
        try good.write(to: only)
        var broken = try Safetensors(path: only)
        broken.metadata["trimtab.sequence"] = "9223372036854775807"
        try broken.write(to: only)
        let error = #expect(throws: FileError.self) { try CheckpointFolder.newest(in: folder.path) }
        #expect(error?.path == only && error?.message.contains("trimtab.sequence is 9223372036854775807") == true)
    }
}
