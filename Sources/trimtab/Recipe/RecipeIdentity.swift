import Telemetry

extension Recipe {
    /// What decides how a run goes, key by key: a checkpoint of another identity cannot be gone on from.
    ///
    /// Left out is what may differ: how long the run is, how it is watched and saved, where its data lie, the settings that
    /// an operator may change while it runs, and what becomes of subnormal numbers (older checkpoints do not say).
    var identity: [String: String] {
        let free: Set = ["data.path", "data.source", "data.prefetch", "optimizer.lr", "clip.kind", "clip.max_norm"]
        let kept: Set = ["seed", "precision", "accumulate"]
        let sections: Set = ["data", "data.poison", "model", "loss", "optimizer", "schedule", "clip"]
        var identity: [String: String] = [:]
        for key in RecipeKey.all
        where (sections.contains(key.section) || kept.contains(key.path)) && !free.contains(key.path) {
            identity[key.path] = values.inForce(key)
        }
        return identity
    }
}

extension RecipeValues {
    /// The value of a key, as it could be written in a recipe; nil for one that is left out, or is for another kind.
    fileprivate func inForce(_ key: RecipeKey) -> String? {
        guard key.kinds.isEmpty || key.kinds.contains(text("\(key.section).kind")) else { return nil }
        return written(key.path)
    }
}
