import Foundation
import Platform
import Telemetry
import Testing

@testable import Training

@Suite struct CheckpointTests: CheckpointSuite {
    let folder = try! TestFolder()

    @Test(
        arguments: SavedRun.allCases
    )
    func `a run that is resumed from a checkpoint is equal to one that never stopped, bit by bit`(run: SavedRun) throws
    {
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
                let opening: Run? = if case .run(let opening)? = events.first { opening } else { nil }
                #expect(opening?.resumed == Resumed(step: stop, path: path))
                #expect(events.records.map(\.step) == Array(stop + 1...SavedRun.steps))
                #expect(events.computed == Array(whole.computed.suffix(events.computed.count)))
                // And all that it keeps is the same: every later step would be, too.
                let last = try Checkpoint(path: #require(events.checkpoints.last).path)
                #expect(last.snapshot == end.snapshot)
            }
        }
    }

    /// What no step of these runs depends on: reported figures, the place in a pass that is over, a cosine's base before it
    /// rises, and of a planned rate what stands there anyway.
    private static let harmless: Set = [
        "updated_at", "evaluation.position", "evaluation.left", "schedule.1.base", "schedule.rate.rates",
        "1.num_batches_tracked",
    ]

    @Test(arguments: SavedRun.allCases)
    func `whatever is left out of a checkpoint is missed, or changes what is computed`(run: SavedRun) throws {
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
        #expect(isMissed(checkpoints[0]) { $0.settings["max_norm"] = .number(0.01) })
        #expect(isMissed(checkpoints[0]) { $0.settings["clip"] = .word("value") })
    }

    @Test func `settings resume as the operator set them`() throws {
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
        let settings = resumed.runDescription.settings.map(\.value)
        #expect(settings[0] == .number(0.3) && settings[2] == .word("value"))
        // The pace belongs to the viewer.
        #expect(settings[3] == .number(0) && settings[4] == .word("skip"))
        let events = resumed.events()
        #expect(events.computed == Array(whole.computed.suffix(events.computed.count)))
    }

    @Test func `a checkpoint that does not say what is done about steps that are not finite leaves it as it is`() throws
    {
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
                == "is a broken checkpoint: non_finite must be one of pause, stop, skip, continue (got hope)"
        )
    }

    @Test func `a checkpoint of another run is refused, and so is one at the end`() throws {
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
        // Keys that differ with the kind are not reported.
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

    @Test func `a file that is not a checkpoint, or a broken one, is reported`() throws {
        let path = "\(folder.path)/f"
        func refusal(_ file: Safetensors) throws -> String? {
            try file.write(to: path)
            let error = #expect(throws: FileError.self) { try Checkpoint(path: path) }
            #expect(error?.path == path)
            return error?.message
        }
        #expect(
            try refusal(Safetensors(tensors: [:])) == "is not a checkpoint of a run (--init reads weights alone)"
        )
        _ = SavedRun.sequences.trainer(Float.self, plan: plan(24)).events()
        let good = try Safetensors(path: file(24))
        var broken = good
        broken.metadata["trimtab.checkpoint"] = "2"
        #expect(try refusal(broken) == "is a checkpoint of version 2, this build reads 1")
        for key in ["trimtab.step", "trimtab.sequence"] {
            broken = good
            broken.metadata[key] = nil
            #expect(try refusal(broken) == "is a broken checkpoint: \(key) is missing")
            for text in ["-", "-1", "9007199254740993", "9223372036854775807", "1e3"] {
                broken.metadata[key] = text
                let range = "from 0 to 9007199254740992"
                #expect(try refusal(broken) == "is a broken checkpoint: \(key) is \(text), and must be \(range)")
            }
        }
        broken = good
        broken.metadata["trimtab.clip"] = nil
        #expect(try refusal(broken) == "is a broken checkpoint: trimtab.clip is missing")
        broken.metadata["trimtab.clip"] = "-1"
        #expect(try refusal(broken) == "is a broken checkpoint: clip must be one of norm, value, none (got -1)")
        broken = good
        broken.tensors["trimtab.max_norm"] = nil
        #expect(try refusal(broken) == "is a broken checkpoint: trimtab.max_norm is missing")
        broken.tensors["trimtab.max_norm"] = .number(-1)
        #expect(try refusal(broken) == "is a broken checkpoint: max_norm must not be negative (got -1)")
        broken.tensors["trimtab.max_norm"] = .number(.nan)
        #expect(try refusal(broken) == "is a broken checkpoint: max_norm must be a number (got NaN)")
    }

    @Test func `the model's tensors stand under their own names, tied ones under both, all others apart`() throws {
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
}
