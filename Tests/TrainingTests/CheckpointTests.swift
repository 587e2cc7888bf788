import Foundation
import Platform
import Telemetry
import Testing

@testable import Training

@Suite("Checkpoints on disk")
struct CheckpointTests {
    private let folder = try! TestFolder()
    private let recipe = ["model.kind": "test", "seed": "1"]

    private func plan(
        _ every: Int? = nil,
        keep: Int = 99,
        atEnd: Bool = false,
        in path: CheckpointFolder? = nil
    ) -> (inout RunPlan) -> Void {
        let path = path ?? CheckpointFolder(new: "\(folder.path)/run")
        return {
            $0.checkpoints = CheckpointPlan(every: every, keep: keep, atEnd: atEnd, folder: path, recipe: recipe)
        }
    }

    private func file(_ step: Int, in name: String = "run") -> String {
        "\(folder.path)/\(name)/\(CheckpointFolder.file(after: step))"
    }

    // MARK: Going on

    @Test(
        "A run that is resumed from a checkpoint is equal to one that never stopped, bit by bit",
        arguments: SavedRun.allCases
    )
    func goesOn(run: SavedRun) throws {
        try check(Float.self)
        try check(Double.self)
        func check<Element: Scalar>(_ type: Element.Type) throws {
            let name = "\(type)"
            let wholeFolder = CheckpointFolder(new: "\(folder.path)/\(name)")
            let whole = run.trainer(type, plan: plan(1, in: wholeFolder)).events()
            #expect(whole.checkpoints.map(\.step) == Array(1...SavedRun.steps))
            #expect(whole.checkpoints.allSatisfy { $0.problem == nil })
            let end = try Checkpoint(path: file(SavedRun.steps, in: name))
            for stop in [1, 5, 12, 13, SavedRun.steps - 1] {
                let path = file(stop, in: name)
                let onward = CheckpointFolder(new: "\(folder.path)/\(name) from \(stop)")
                let resumed = run.trainer(type, plan: plan(atEnd: true, in: onward))
                try resumed.resume(from: Checkpoint(path: path), path: path)
                let events = resumed.events()
                guard case .run(let opening)? = events.first else { return }
                #expect(opening.resumed == Resumed(step: stop, path: path))
                #expect(events.records.map(\.step) == Array(stop + 1...SavedRun.steps))
                #expect(events.computed == Array(whole.computed.suffix(events.computed.count)))
                // And all that it keeps is the same: every later step would be, too.
                let last = try Checkpoint(path: #require(events.checkpoints.last).path)
                #expect(last.snapshot == end.snapshot)
            }
        }
    }

    /// What no step of these runs depends on: told figures, the place in a pass that is over, a cosine's base before it
    /// rises, and of a planned rate what stands there anyway.
    private static let harmless: Set = [
        "updated_at", "evaluation.position", "evaluation.left", "schedule.1.base", "schedule.rate.rates",
        "1.num_batches_tracked",
    ]

    @Test("Whatever is left out of a checkpoint is missed, or changes what is computed", arguments: SavedRun.allCases)
    func everyPartCounts(run: SavedRun) throws {
        let whole = run.trainer(Double.self, plan: plan(1)).events().computed
        let fresh = run.trainer(Double.self).snapshot(after: 0)
        func isMissed(_ checkpoint: Checkpoint, _ change: (inout Snapshot) -> Void) -> Bool {
            var broken = checkpoint
            change(&broken.snapshot)
            let trainer = run.trainer(Double.self, plan: plan(in: CheckpointFolder(new: "\(folder.path)/x")))
            do { try trainer.resume(from: broken, path: "x") } catch { return true }
            let computed = trainer.events().computed
            return computed != Array(whole.suffix(computed.count))
        }
        // Early and late: a warm-up counts before its end, a cosine after it.
        let checkpoints = try [4, 14].map { try Checkpoint(path: file($0)) }
        // What is as it was made says nothing.
        let names = Set(
            checkpoints.flatMap { checkpoint in
                checkpoint.snapshot.state.arrays.filter { $0.value != fresh.state[$0.key] }.keys
            }
        )
        #expect(names.count > 10)
        for name in names.subtracting(Self.harmless) {
            let isMissed = checkpoints.contains { isMissed($0) { $0.state[name] = fresh.state[name] } }
            #expect(isMissed, "\(name) may be forgotten")
        }
        for name in Set(fresh.model.keys).subtracting(Self.harmless) {
            #expect(isMissed(checkpoints[0]) { $0.model[name] = fresh.model[name] }, "\(name) may be forgotten")
        }
        #expect(isMissed(checkpoints[0]) { $0.maxNorm = 0.01 } && isMissed(checkpoints[0]) { $0.clip = .value })
    }

    @Test("Settings go on as the operator has them")
    func settings() throws {
        let run = { SavedRun.spoiled.trainer(Float.self, plan: plan(8)) }
        let script: (Event) -> [Request] = { event in
            guard event.isStep(5) else { return [] }
            return [
                .set(name: "max_norm", value: .number(0.3)), .set(name: "clip", value: .word("value")),
                .set(name: "lr", value: .number(0.5)), .set(name: "non_finite", value: .word("skip")),
                .set(name: "pace", value: .number(1e6)),
            ]
        }
        let whole = run().events(script)
        let resumed = SavedRun.spoiled.trainer(Float.self, plan: plan(in: CheckpointFolder(new: "\(folder.path)/on")))
        try resumed.resume(from: Checkpoint(path: file(8)), path: "f")
        let settings = resumed.opening.settings.map(\.value)
        #expect(settings[0] == .number(0.3) && settings[2] == .word("value"))
        // The pace is for whoever watched.
        #expect(settings[3] == .number(0) && settings[4] == .word("skip"))
        let events = resumed.events()
        #expect(events.computed == Array(whole.computed.suffix(events.computed.count)))
    }

    @Test("A checkpoint that does not say what is done about steps that are not finite leaves it as it is")
    func older() throws {
        _ = SavedRun.rows.trainer(Float.self, plan: plan(12)).events()
        var older = try Safetensors(path: file(12))
        #expect(older.metadata["trimtab.non_finite"] == "pause")
        for (text, policy) in [(nil, NonFinitePolicy.continue), ("stop", .stop)] {
            older.metadata["trimtab.non_finite"] = text
            try older.write(to: "\(folder.path)/older")
            let trainer = SavedRun.rows.trainer(Float.self, plan: plan())
            try trainer.set("non_finite", to: .word("continue"))
            try trainer.resume(from: Checkpoint(path: "\(folder.path)/older"), path: "older")
            #expect(trainer.gate.settings.nonFinite == policy)
        }
        older.metadata["trimtab.non_finite"] = "hope"
        try older.write(to: "\(folder.path)/older")
        let error = #expect(throws: FileError.self) { try Checkpoint(path: "\(folder.path)/older") }
        #expect(
            error?.message
                == "is a broken checkpoint: trimtab.non_finite is hope, and must be one of pause, stop, skip, continue"
        )
    }

    @Test("A checkpoint of another run is refused, and so is one at the end")
    func others() throws {
        _ = SavedRun.rows.trainer(Float.self, plan: plan(12)).events()
        let checkpoint = try Checkpoint(path: file(12))
        func refusal(_ trainer: Trainer<Float>, _ checkpoint: Checkpoint? = nil, of fallback: Checkpoint) -> String? {
            #expect(throws: StateError.self) { try trainer.resume(from: checkpoint ?? fallback, path: "f") }?
                .description
        }
        var other = checkpoint
        other.recipe = ["model.kind": "other", "seed": "1"]
        #expect(
            refusal(SavedRun.rows.trainer(plan: plan()), other, of: checkpoint)
                == "was made with model.kind other, now it is test"
        )
        // What differs with a kind is not what is told.
        other.recipe = ["data.batch": "8", "model.kind": "other", "seed": "2"]
        #expect(
            refusal(SavedRun.rows.trainer(plan: plan()), other, of: checkpoint)
                == "was made with model.kind other, now it is test"
        )
        other.recipe = ["seed": "1"]
        #expect(
            refusal(SavedRun.rows.trainer(plan: plan()), other, of: checkpoint)
                == "was made with model.kind left out, now it is test"
        )
        #expect(
            refusal(SavedRun.sequences.trainer(plan: plan()), of: checkpoint)?.hasPrefix("lacks lstm.weight_ih_l0")
                == false
        )
        #expect(
            refusal(SavedRun.rows.trainer(plan: { $0.steps = 12 }), of: checkpoint)
                == "is of step 12, and the run has 12 steps: nothing is left to do (--steps adds some)"
        )
        let wide = #expect(throws: StateError.self) {
            try SavedRun.rows.trainer(Double.self).resume(from: checkpoint, path: "f")
        }
        #expect(wide?.description == "hidden1.weight holds F32, F64 is expected")
    }

    @Test("A file that is no checkpoint, or a broken one, is told")
    func noCheckpoint() throws {
        let path = "\(folder.path)/f"
        func refusal(_ file: Safetensors) throws -> String? {
            try file.write(to: path)
            let error = #expect(throws: FileError.self) { try Checkpoint(path: path) }
            #expect(error?.path == path)
            return error?.message
        }
        #expect(
            try refusal(Safetensors(tensors: [:])) == "is no checkpoint of a run (weights alone are taken with --init)"
        )
        _ = SavedRun.sequences.trainer(Float.self, plan: plan(24)).events()
        let good = try Safetensors(path: file(24))
        var broken = good
        broken.metadata["trimtab.checkpoint"] = "2"
        #expect(try refusal(broken) == "is a checkpoint of version 2, this build reads 1")
        for (key, range) in [
            ("trimtab.step", "from 0 to 9007199254740992"), ("trimtab.clip", "one of norm, value, none"),
            ("trimtab.sequence", "from 0 to 9007199254740992"),
        ] {
            broken = good
            broken.metadata[key] = nil
            #expect(try refusal(broken) == "is a broken checkpoint: \(key) is missing")
            for text in ["-", "-1", "9007199254740993", "9223372036854775807", "1e3"] {
                broken.metadata[key] = text
                #expect(try refusal(broken) == "is a broken checkpoint: \(key) is \(text), and must be \(range)")
            }
        }
        broken = good
        broken.tensors["trimtab.max_norm"] = nil
        #expect(try refusal(broken) == "is a broken checkpoint: trimtab.max_norm is missing")
        broken.tensors["trimtab.max_norm"] = .number(-1)
        #expect(try refusal(broken) == "is a broken checkpoint: max_norm must not be negative (got -1)")
        broken.tensors["trimtab.max_norm"] = .number(.nan)
        #expect(try refusal(broken) == "is a broken checkpoint: max_norm must be a number (got NaN)")
    }

    @Test("The model's tensors stand under their own names, tied ones under both, all others apart")
    func names() throws {
        _ = SavedRun.rows.trainer(Float.self, plan: plan(24)).events()
        let names = try Safetensors(path: file(24)).tensors.keys
        let model = names.filter { !$0.hasPrefix("trimtab.") }.sorted()
        #expect(
            model == [
                "1.bias", "1.num_batches_tracked", "1.running_mean", "1.running_var", "1.weight", "hidden1.bias",
                "hidden1.weight", "output.bias", "output.weight",
            ]
        )
        #expect(names.contains("trimtab.model.3.generator") && names.contains("trimtab.optimizer.0.exp_avg_sq"))
        #expect(try Checkpoint.weights(path: file(24)).keys.sorted() == model)
        let fresh = SavedRun.rows.trainer(Float.self)
        try fresh.load(weights: Checkpoint.weights(path: file(24)))
        #expect(try fresh.snapshot(after: 0).model == Checkpoint(path: file(24)).snapshot.model)
    }

    // MARK: The folder

    @Test("Every k steps, the last n kept, those that were asked for besides; one at the end")
    func keeps() throws {
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

    @Test("A stop goes before the checkpoints that wait, which are still written, once")
    func stopGoesFirst() throws {
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

    @Test("A stop that comes while a checkpoint is written goes before those that wait")
    func stopComesMeanwhile() throws {
        var isAsked = false
        let events = SavedRun.rows.trainer(Float.self, plan: plan()).events { event in
            if event.isStep(7) { return [.checkpoint, .set(name: "lr", value: .number(1)), .checkpoint] }
            guard case .checkpoint = event, !isAsked else { return [] }
            isAsked = true
            return [.stop]
        }
        #expect(events.answers.map(\.request.ability) == [.checkpoint, .set, .stop, .checkpoint])
        #expect(events.end == End(outcome: .stopped, step: 7))
    }

    @Test("Checkpoints that are asked for between two steps are written once, and again when something has changed")
    func writtenOnce() throws {
        let trainer = SavedRun.rows.trainer(Float.self, plan: plan())
        let events = trainer.events {
            $0.isStep(7) ? [.checkpoint, .checkpoint, .set(name: "max_norm", value: .number(0.25)), .checkpoint] : []
        }
        #expect(events.answers.count == 4 && events.checkpoints.map(\.path) == [file(7), file(7), file(7)])
        let checkpoint = try Checkpoint(path: file(7))
        #expect(checkpoint.sequence == 2 && checkpoint.snapshot.maxNorm == 0.25)
    }

    @Test("At the end none is written twice, and a stopped run writes one when it is to")
    func atEnd() throws {
        #expect(
            SavedRun.rows.trainer(Float.self, plan: plan(12, atEnd: true)).events().checkpoints.map(\.step) == [12, 24]
        )
        let stopped = SavedRun.rows.trainer(Float.self, plan: plan(atEnd: true)).events { $0.isStep(7) ? [.stop] : [] }
        #expect(stopped.checkpoints.map(\.step) == [7] && stopped.end?.outcome == .stopped)
        #expect(SavedRun.rows.trainer(Float.self, plan: plan()).events().checkpoints.isEmpty)
        #expect(SavedRun.rows.trainer(Float.self).events { $0.isStep(7) ? [.checkpoint] : [] }.refusals.count == 1)
    }

    @Test("A new run makes a folder of its own; one that was asked for must hold no checkpoints")
    func ownFolder() throws {
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

    @Test("A resumed run continues in its folder, and touches no file that is not its own")
    func continues() throws {
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
        #expect(problems.allSatisfy { $0.problem == "is there already, and is no checkpoint of this run" })
        #expect(events.refusals.map(\.reason) == ["\(file(14)): is there already, and is no checkpoint of this run"])
        #expect(try folder.files("run") == [13, 14, 23, 24].map(CheckpointFolder.file))
        #expect(try Data(contentsOf: URL(filePath: file(14))) == Data("mine".utf8))
        #expect(try Checkpoint(path: file(13)) == other)
    }

    @Test("The newest is the one written last, not the one of the highest step")
    func newest() throws {
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

    @Test("What others left unfinished is swept away, what they still write is not")
    func sweeps() throws {
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

    @Test("A checkpoint that cannot be written is an event, or a refusal, and training continues")
    func cannotWrite() throws {
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
