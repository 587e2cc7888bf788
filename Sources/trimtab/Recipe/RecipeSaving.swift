import Glibc
import Telemetry
import Training

/// Where a run puts itself away.
extension Recipe {
    /// Snapshots that the run may be rewound to; nil for none.
    var snapshots: SnapshotPlan? {
        let memory = values.number("snapshots.memory")
        return memory > 0 ? SnapshotPlan(every: values.whole("snapshots.every"), memory: Int(memory * 1e6)) : nil
    }

    func checkpointPlan(in folder: CheckpointFolder) -> CheckpointPlan {
        CheckpointPlan(
            every: values.isGiven("checkpoint.every") ? values.whole("checkpoint.every") : nil,
            keep: values.whole("checkpoint.keep"),
            atEnd: values.flag("checkpoint.at_end"),
            folder: folder,
            recipe: identity
        )
    }

    /// The folder that the recipe asks for; else that of the checkpoint the run goes on from; else one of its own.
    func checkpointFolder(goingOnFrom file: String?) throws(FileError) -> CheckpointFolder {
        let given = values.isGiven("checkpoint.path") ? values.text("checkpoint.path") : nil
        if let file, let known = CheckpointFolder.folder(ofCheckpoint: file) {
            guard let given, !isSameFolder(given, known) else {
                return try CheckpointFolder(continuing: known, recipe: identity)
            }
        }
        if let given { return try CheckpointFolder(given: given) }
        let name = String(name.map { $0 == "/" ? "-" : $0 })
        return CheckpointFolder(new: "\(name).checkpoints")
    }

    /// Sets what the command line gives, in place of what a checkpoint brought.
    func setOptions<Element>(of trainer: Trainer<Element>) {
        if values.isOption("optimizer.lr") { trainer.set("lr", to: .number(lr)) }
        if values.isOption("clip.max_norm") { trainer.set("max_norm", to: .number(maxNorm)) }
        if values.isOption("clip.kind") { trainer.set("clip", to: .word(clip.rawValue)) }
    }
}

private func isSameFolder(_ left: String, _ right: String) -> Bool {
    func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
    return left == right || (real(left).map { $0 == real(right) } ?? false)
}
