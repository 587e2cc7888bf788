import Foundation
import Platform
import Telemetry
import Testing

@testable import Training

@Suite struct CheckpointFolderTests: CheckpointSuite {
    let folder = try! TestFolder()

    @Test func `every k steps, the last n kept, requested ones in addition; one at the end`() throws {
        let trainer = SavedRun.rows.trainer(Float.self, plan: plan(5, keep: 2, atEnd: true))
        let events = trainer.events { $0.isStep(7) ? [.checkpoint] : [] }
        #expect(events.checkpoints.map(\.step) == [5, 7, 10, 15, 20, 24])
        #expect(events.checkpoints.map(\.path) == [5, 7, 10, 15, 20, 24].map { file($0) })
        #expect(events.answers == [Applied(id: 1, step: 8, request: .checkpoint, by: "test")])
        // The answer comes when the file is there.
        let report = events.firstIndex { if case .checkpoint(let report) = $0 { report.step == 7 } else { false } }!
        let answer = events.firstIndex { if case .applied = $0 { true } else { false } }!
        #expect(report < answer)
        #expect(try folder.files("run") == [7, 20, 24].map(CheckpointFolder.file))
        #expect(CheckpointFolder.file(after: 123_456_789) == "step-123456789.safetensors")
    }

    @Test func `a stop goes before the checkpoints that wait, which are still written, once`() throws {
        let trainer = SavedRun.rows.trainer(Float.self, plan: plan())
        let events = trainer.events {
            $0.isStep(7) ? [.checkpoint, .checkpoint, .set(name: "lr", value: .number(1)), .checkpoint, .stop] : []
        }
        #expect(events.answers.map(\.request) == [.stop, .checkpoint, .checkpoint, .checkpoint])
        #expect(events.answers.allSatisfy { $0.step == 8 })
        #expect(events.refusals.map(\.reason) == ["the run is stopping"])
        #expect(events.end == End(outcome: .stopped, step: 7))
        #expect(try folder.files("run") == [CheckpointFolder.file(after: 7)])
        #expect(try Checkpoint(path: file(7)).sequence == 1)
    }

    @Test func `a stop that comes while a checkpoint is written goes before those that wait`() throws {
        var isRequested = false
        let events = SavedRun.rows.trainer(Float.self, plan: plan()).events { event in
            if event.isStep(7) { return [.checkpoint, .set(name: "lr", value: .number(1)), .checkpoint] }
            guard case .checkpoint = event, !isRequested else { return [] }
            isRequested = true
            return [.stop]
        }
        #expect(events.answers.map(\.request.ability) == [.checkpoint, .set, .stop, .checkpoint])
        #expect(events.end == End(outcome: .stopped, step: 7))
    }

    @Test
    func `checkpoints that are asked for between two steps are written once, and again when something has changed`()
        throws
    {
        let trainer = SavedRun.rows.trainer(Float.self, plan: plan())
        let events = trainer.events {
            $0.isStep(7) ? [.checkpoint, .checkpoint, .set(name: "max_norm", value: .number(0.25)), .checkpoint] : []
        }
        #expect(events.answers.count == 4 && events.checkpoints.map(\.path) == [file(7), file(7), file(7)])
        let checkpoint = try Checkpoint(path: file(7))
        #expect(checkpoint.sequence == 2 && checkpoint.snapshot.settings["max_norm"] == .number(0.25))
    }

    @Test func `at the end none is written twice, and a stopped run writes one when it is to`() throws {
        #expect(
            SavedRun.rows.trainer(Float.self, plan: plan(12, atEnd: true)).events().checkpoints.map(\.step) == [12, 24]
        )
        let stopped = SavedRun.rows.trainer(Float.self, plan: plan(atEnd: true)).events { $0.isStep(7) ? [.stop] : [] }
        #expect(stopped.checkpoints.map(\.step) == [7] && stopped.end?.outcome == .stopped)
        #expect(SavedRun.rows.trainer(Float.self, plan: plan()).events().checkpoints.isEmpty)
        #expect(SavedRun.rows.trainer(Float.self).events { $0.isStep(7) ? [.checkpoint] : [] }.refusals.count == 1)
    }

    @Test func `a new run makes a folder of its own; one that was asked for must hold no checkpoints`() throws {
        for _ in 0..<3 { _ = SavedRun.rows.trainer(Float.self, plan: plan(24)).events() }
        #expect(try folder.files() == ["run", "run-2", "run-3"])
        #expect(try folder.files("run-3") == [CheckpointFolder.file(after: 24)])
        let path = "\(folder.path)/run"
        let error = #expect(throws: FileError.self) { try CheckpointFolder(given: path) }
        #expect(
            error?.description == "\(path): has checkpoints of another run (step-00000024.safetensors): "
                + "resume from there with --resume \(path), or give another folder"
        )
        try? Data().write(to: URL(filePath: "\(folder.path)/file"))
        let file = #expect(throws: FileError.self) { try CheckpointFolder(given: "\(folder.path)/file") }
        #expect(file?.message == "is not a folder")
        // One that is not there is made, with those it is in.
        let deep = try CheckpointFolder(given: "\(folder.path)/a/b/c")
        #expect(try folder.files() == ["file", "run", "run-2", "run-3"])
        _ = SavedRun.rows.trainer(Float.self, plan: plan(24, in: deep)).events()
        #expect(try folder.files("a/b/c") == [CheckpointFolder.file(after: 24)])
    }

    @Test func `a resumed run continues in its folder, and touches no file that is not its own`() throws {
        _ = SavedRun.rows.trainer(Float.self, plan: plan(4)).events()
        let path = "\(folder.path)/run"
        // A checkpoint of another recipe, and something else with such a name.
        var other = try Checkpoint(path: file(24))
        other.recipe = ["seed": "2"]
        try other.write(to: file(13))
        try Data("mine".utf8).write(to: URL(filePath: file(14)))
        let onward = try CheckpointFolder(continuing: path, recipe: recipe)
        let resumed = SavedRun.rows.trainer(Float.self, plan: plan(1, keep: 2, in: onward))
        try resumed.resume(from: Checkpoint(path: file(12)), path: file(12))
        let events = resumed.events { $0.isStep(14) ? [.checkpoint] : [] }
        let problems = events.checkpoints.filter { $0.problem != nil }
        #expect(problems.map(\.path) == [file(13), file(14)])
        #expect(problems.allSatisfy { $0.problem == "already exists, and is not a checkpoint of this run" })
        #expect(events.refusals.map(\.reason) == ["\(file(14)): already exists, and is not a checkpoint of this run"])
        #expect(try folder.files("run") == [13, 14, 23, 24].map(CheckpointFolder.file))
        #expect(try Data(contentsOf: URL(filePath: file(14))) == Data("mine".utf8))
        #expect(try Checkpoint(path: file(13)) == other)
    }

    @Test func `the newest is the one written last, not the one of the highest step`() throws {
        let trainer = SavedRun.rows.trainer(Float.self) { plan in
            self.plan(4)(&plan)
            plan.snapshots = SnapshotPlan(every: 4, memory: 1 << 30)
        }
        var isRewound = false
        let events = trainer.events { event in
            if event.isStep(21), !isRewound {
                isRewound = true
                return [.rewind(to: 8)]
            }
            return event.isStep(13) && isRewound ? [.stop] : []
        }
        #expect(events.checkpoints.map(\.step) == [4, 8, 12, 16, 20, 12])
        let path = "\(folder.path)/run"
        #expect(try CheckpointFolder.newest(in: path) == file(12))
        #expect(try CheckpointFolder.newest(in: path + "/") == file(12))
        // A broken file is passed over.
        try Data("?".utf8).write(to: URL(filePath: file(99)))
        #expect(try CheckpointFolder.newest(in: path) == file(12))
        let empty = #expect(throws: FileError.self) { try CheckpointFolder.newest(in: folder.path) }
        #expect(empty?.message == "holds no checkpoint (step-00000100.safetensors, …)")
        #expect(CheckpointFolder.folder(ofCheckpoint: file(8)) == path)
        #expect(CheckpointFolder.folder(ofCheckpoint: "step-00000008.safetensors") == ".")
        #expect(CheckpointFolder.folder(ofCheckpoint: "\(path)/best.safetensors") == nil)
    }

    @Test func `the folder is the requested one, else that of the checkpoint, else a new one of the run's name`() throws
    {
        func chosen(_ given: String?, from file: String? = nil) throws -> String {
            try CheckpointFolder(given: given, resumingFrom: file, name: "a/b", recipe: recipe).path(after: 1)
        }
        _ = SavedRun.rows.trainer(Float.self, plan: plan(24)).events()
        let (run, other) = ("\(folder.path)/run", "\(folder.path)/other")
        #expect(try chosen(nil) == "a-b.checkpoints/step-00000001.safetensors")
        #expect(try chosen(nil, from: "\(folder.path)/best.safetensors") == "a-b.checkpoints/step-00000001.safetensors")
        #expect(try chosen(other) == "\(other)/step-00000001.safetensors")
        #expect(try chosen(other, from: file(24)) == "\(other)/step-00000001.safetensors")
        #expect(try chosen(nil, from: file(24)) == file(1))
        // The same folder under another name.
        #expect(try chosen("\(folder.path)/./run/", from: file(24)) == file(1))
        #expect(throws: FileError.self) { try chosen(run) }
    }

    @Test func `what others left unfinished is swept away, what they still write is not`() throws {
        let path = "\(folder.path)/run"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // Process 1 is always there; the highest number never is.
        let (alive, gone) = (".step-00000001.safetensors.1.part", ".step-00000001.safetensors.2147483647.part")
        for name in [alive, gone, ".hidden"] {
            try? Data().write(to: URL(filePath: "\(path)/\(name)"))
        }
        let given = try CheckpointFolder(given: path)
        _ = SavedRun.rows.trainer(Float.self, plan: plan(24, in: given)).events()
        #expect(try folder.files("run") == [".hidden", alive, CheckpointFolder.file(after: 24)])
    }

    @Test func `a checkpoint that cannot be written is an event, or a refusal, and training continues`() throws {
        let whole = SavedRun.rows.trainer(Float.self).events()
        let path = folder.path
        let trainer = SavedRun.rows.trainer(Float.self, plan: plan(10))
        let events = trainer.events { event in
            // The folder becomes a file in the middle of the run.
            guard event.isStep(12) else { return [] }
            try? FileManager.default.removeItem(atPath: "\(path)/run")
            try? Data().write(to: URL(filePath: "\(path)/run"))
            return [.checkpoint]
        }
        #expect(events.computed == whole.computed)
        #expect(events.checkpoints.map(\.step) == [10, 20])
        #expect(events.checkpoints.last?.problem == "is not a folder")
        #expect(events.refusals.map(\.reason) == ["\(path)/run: is not a folder"])
        #expect(events.end?.outcome == .finished)
    }
}
