extension Recipe {
    /// What decides how a run goes, key by key: a checkpoint of another identity cannot be resumed.
    ///
    /// Left out is what may differ: how long the run is, how it is watched and saved, where its data lies, the settings that
    /// an operator may change while it runs, and what becomes of subnormal numbers (older checkpoints do not say).
    package var identity: [String: String] {
        written.filter { path, _ in
            let isKept = Self.kept.contains(path) || Self.sections.contains { path.hasPrefix("\($0).") }
            return isKept && !Self.free.contains(path)
        }
    }

    /// Keys outside of sections, and sections, that decide; and keys of these sections that do not.
    static let kept = ["seed", "precision", "accumulate"]
    static let sections = ["data", "model", "loss", "optimizer", "schedule", "clip"]
    static let free = ["data.path", "data.source", "data.prefetch", "optimizer.lr", "clip.kind", "clip.max_norm"]
}
