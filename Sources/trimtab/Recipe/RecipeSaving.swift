import Glibc
import Platform
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
            recipe: identity,
            began: changeable.reduce(into: [:]) { $0[$1.name] = $1.value.words }
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

    /// The settings that an operator may change while the run goes on, as the recipe and its options begin them.
    private var changeable: [(name: String, key: String, value: SettingValue)] {
        [
            ("lr", "optimizer.lr", .number(lr)), ("max_norm", "clip.max_norm", .number(maxNorm)),
            ("clip", "clip.kind", .word(clip.rawValue)), ("non_finite", "non_finite", .word(nonFinite.rawValue)),
        ]
    }

    /// The options that change a run which goes on from a checkpoint.
    ///
    /// An option says how a run begins. One that says again what the checkpoint's run began with changes nothing, so that a
    /// command line may be repeated with `--resume`; one that says something else is a change from the next step on.
    ///
    /// - Parameter began: what the checkpoint's run began with; nothing where it was not noted.
    /// - Returns: the changes, and what the run is to note from now on.
    func changes(since began: [String: String]) -> (commands: [Command], began: [String: String]) {
        var (commands, noted): ([Command], [String: String]) = ([], began)
        for (name, key, value) in changeable where values.isOption(key) && began[name] != value.words {
            commands.append(Command(id: 0, request: .set(name: name, value: value), by: "command line"))
            noted[name] = value.words
        }
        return (commands, noted)
    }
}

extension SettingValue {
    /// The number or the word, to be compared with another.
    fileprivate var words: String {
        switch self {
        case .number(let number): shortest(number)
        case .word(let word): word
        }
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
