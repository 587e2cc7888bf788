import Glibc
import Platform
import Telemetry

/// Saving a run, and restoring it.
extension Trainer {
    /// Resumes from a checkpoint: the next step is the one after it. Call it before the run, once.
    ///
    /// - Parameters:
    ///   - checkpoint: of a run of the same recipe.
    ///   - path: the file it was read from, for the run's first line.
    /// - Throws: for a checkpoint of another run, or one at the end of this one; then the trainer cannot be used.
    public func resume(from checkpoint: Checkpoint, path: String) throws(StateError) {
        try CheckpointLabel(checkpoint).check(against: plan.checkpoints?.recipe ?? checkpoint.recipe)
        let snapshot = checkpoint.snapshot
        guard snapshot.step < plan.steps else {
            throw StateError(
                "is of step \(snapshot.step), and the run has \(plan.steps) steps: nothing is left to do (--steps adds some)"
            )
        }
        try restore(snapshot)
        if let refusal = NumberRange.learningRate.refusal(of: optimizer.learningRate) {
            throw StateError("optimizer.lr \(refusal)")
        }
        do throws(SettingError) {
            for (name, value) in snapshot.settings { try gate.settings.set(name, to: value) }
        } catch {
            throw StateError("\(error)")
        }
        resumed = Resumed(step: snapshot.step, path: path)
    }

    /// Starts with weights trained elsewhere: those of `stateDict`, names and shapes checked. Call it before the run.
    public func load(weights: [String: SavedArray]) throws(StateError) { try model.load(stateDict: weights) }

    /// Saves any snapshot or checkpoint due after a step.
    func save(after step: Int, _ emit: (Event) -> Void) {
        if ring?.isDue(after: step) == true { keepSnapshot(after: step, emit) }
        if let every = plan.checkpoints?.every, step.isMultiple(of: every) { writeCheckpoint(after: step, emit) }
    }

    func saveAtEnd(after step: Int, _ emit: (Event) -> Void) {
        guard plan.checkpoints?.atEnd == true, checkpointStep != step else { return }
        writeCheckpoint(after: step, emit)
    }

    func keepSnapshot(after step: Int, _ emit: (Event) -> Void) {
        guard ring != nil else { return }
        if ring?.keep(snapshot(after: step), rateChanges: rateChanges.count) == true {
            let oldest = ring?.oldest ?? step
            emit(.snapshot(SnapshotReport(step: step, oldest: oldest)))
            gate.appendSnapshot(of: step, oldest: oldest)
        } else {
            gate.setSnapshots(ring?.steps ?? [], unavailableReason: ring?.shortage)
        }
    }

    @discardableResult
    func writeCheckpoint(after step: Int, isRequested: Bool = false, _ emit: (Event) -> Void) -> CheckpointReport {
        if isRequested, let written = requestedCheckpoint, written.step == step, unsafe access(written.path, F_OK) == 0
        {
            emit(.checkpoint(written))
            return written
        }
        var report = CheckpointReport(step: step, path: folder?.path(after: step) ?? "")
        do throws(FileError) {
            report.path =
                try folder?.write(
                    snapshot(after: step),
                    recipe: plan.checkpoints?.recipe ?? [:],
                    initialSettings: plan.checkpoints?.initialSettings ?? [:],
                    keep: plan.checkpoints?.keep ?? 1,
                    isRequested: isRequested
                ) ?? ""
            checkpointStep = step
            if isRequested { requestedCheckpoint = report }
        } catch {
            (report.path, report.problem) = (error.path, error.message)
        }
        // For a requested one that failed, the refusal reports it.
        if !isRequested || report.problem == nil { emit(.checkpoint(report)) }
        return report
    }

    /// Rewinds to a snapshot and keeps the current settings.
    func rewind(to step: Int) {
        guard let kept = ring?.rewind(to: step) else { return }
        (checkpointStep, requestedCheckpoint) = (nil, nil)
        do {
            try restore(kept.snapshot)
        } catch {
            fatalError("a run's own snapshot does not fit it: \(error)")
        }
        for change in rateChanges[kept.rateChanges...] {
            let rate = optimizer.learningRate
            // In proportion, as a schedule follows a change; exactly where the rate is the one that was changed.
            let scaled = rate == change.from || change.from == 0 ? change.to : rate * change.to / change.from
            optimizer.learningRate = NumberRange.learningRate.contains(scaled) ? scaled : change.to
        }
        gate.settings.learningRate = optimizer.learningRate
        gate.setSnapshots(ring?.steps ?? [], unavailableReason: ring?.shortage)
    }
}
