package import Platform
package import Telemetry
package import Training
import YAML

/// Checkpoint and snapshot options.
extension Recipe {
    /// Snapshots that the run may be rewound to; nil for none.
    var snapshots: SnapshotPlan? {
        let keys = keys.snapshots
        return keys.memory > 0 ? SnapshotPlan(every: keys.every, memory: Int(keys.memory * 1e6)) : nil
    }

    package func checkpointPlan(in folder: CheckpointFolder) -> CheckpointPlan {
        CheckpointPlan(
            every: keys.checkpoint.every,
            keep: keys.checkpoint.keep,
            atEnd: keys.checkpoint.atEnd,
            folder: folder,
            recipe: identity,
            initialSettings: changeable.reduce(into: [:]) { $0[$1.name] = $1.value.words }
        )
    }

    /// The folder that the recipe asks for; else that of the checkpoint from which the run resumes; else one of its own.
    package func checkpointFolder(resumingFrom file: String?) throws(FileError) -> CheckpointFolder {
        try CheckpointFolder(
            given: keys.checkpoint.path,
            resumingFrom: file,
            name: name,
            recipe: identity
        )
    }

    /// The settings that an operator may change during the run, as the recipe and its options begin them.
    private var changeable: [(name: String, key: any Located, value: SettingValue)] {
        let (rate, clip) = (keys.optimizer.shared, keys.clip)
        return [
            ("lr", rate.$lr, .number(rate.lr)), ("max_norm", clip.$maxNorm, .number(clip.maxNorm)),
            ("clip", clip.$kind, .word(clip.kind.rawValue)),
            ("non_finite", keys.$nonFinite, .word(keys.nonFinite.rawValue)),
        ]
    }

    /// The options that change a run which resumes from a checkpoint.
    ///
    /// An option says how a run begins. One that says again what the checkpoint's run began with changes nothing, so that a
    /// command line may be repeated with `--resume`; one that says something else is a change from the next step on.
    ///
    /// - Parameter initial: the initial settings of the checkpoint's run; empty where the checkpoint has none.
    /// - Returns: the changes, and the initial settings that the run saves from now on.
    package func changes(since initial: [String: String]) -> (commands: [Command], initialSettings: [String: String]) {
        var (commands, settings): ([Command], [String: String]) = ([], initial)
        for (name, key, value) in changeable where key.place.isOption && initial[name] != value.words {
            commands.append(Command(id: 0, request: .set(name: name, value: value), by: "command line"))
            settings[name] = value.words
        }
        return (commands, settings)
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
