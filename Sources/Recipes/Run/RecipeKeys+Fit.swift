import Training
import YAML

/// Whether what a recipe says in one place goes with what it says in another.
extension RecipeKeys {
    /// Checks the sections that are read against each other.
    ///
    /// - Parameter hasUnknownKeys: whether there are keys outside of the sections that may be misspelt.
    func checkThatPartsFit(_ registry: Registry, hasUnknownKeys: Bool, _ report: inout FaultReport) {
        if $epochs.isRead, $steps.isRead, !hasUnknownKeys { checkLength(&report) }
        if $optimizer.isWhole, $schedule.isWhole { checkMomentum(&report) }
        guard $data.isWhole else { return }
        if $model.isWhole { checkModel(registry, &report) }
        if $schedule.isWhole { checkSchedule(&report) }
        if $loss.isWhole { checkLoss(registry, &report) }
        if $loss.isWhole, data.shared.$poison.isWhole { checkPoison(&report) }
    }

    private func checkLength(_ report: inout FaultReport) {
        switch (epochs, steps) {
        case (.some, .some): report.add("epochs and steps are both given; give one of them", at: $steps)
        case (nil, nil): report.add("epochs or steps is missing: how long is the run?", at: $epochs)
        case (.some, nil):
            guard $data.isWhole, let freshness = data.freshness else { return }
            report.add("epochs does not go with \(freshness), whose batches are all fresh; give steps", at: $epochs)
        case (nil, .some): return
        }
    }

    private func checkMomentum(_ report: inout FaultReport) {
        guard let cycle = schedule as? OneCycleKind, cycle.cycleMomentum, !optimizer.hasMomentum else {
            return
        }
        report.add(
            "schedule.cycle_momentum true does not go with optimizer.kind \(optimizer.word), which has no momentum "
                + "(use false)",
            at: cycle.$cycleMomentum,
            $schedule.word
        )
    }

    private func checkModel(_ registry: Registry, _ report: inout FaultReport) {
        let (shape, learns) = (data.shape, model.learns)
        guard learns.contains(shape) else {
            let others = registry.models.map { $0() }.filter { $0.learns.contains(shape) }.map { $0.word }
            return report.add(
                "model.kind \(model.word) learns \(listed(learns.map(\.rawValue), "and")), data.kind \(data.word) has "
                    + "\(shape.rawValue) (use \(listed(others, "or")))",
                at: $model.word
            )
        }
        if let recurrent = model.recurrent, recurrent.embedding > 0, shape != .texts {
            report.add(
                "model.embedding is for the characters of a text, data.kind \(data.word) has numbers",
                at: recurrent.$embedding
            )
        }
        if let text = data as? TextKind, text.windows == .sequential, model.recurrent == nil {
            report.add(
                "data.windows sequential is for models that carry a state, model.kind \(model.word) has none (use random)",
                at: text.$windows
            )
        }
        if data is CSVKind, let cnn = model as? CNNKind, cnn.image == nil {
            report.add("model.image is missing: how are the rows of data.kind csv images?", at: $model)
        }
    }

    private func checkLoss(_ registry: Registry, _ report: inout FaultReport) {
        guard let targets = data.targets, targets != loss.targets else { return }
        let others = registry.losses.map { $0() }.filter { $0.targets == targets }.map { $0.word }
        report.add(
            "loss.kind \(loss.word) does not go with data.kind \(data.word) (use \(listed(others, "or")))",
            at: $loss.word,
            $loss,
            $data.word
        )
    }

    private func checkSchedule(_ report: inout FaultReport) {
        guard schedule.needsEvaluations, let key = data.keyWithoutEvaluation else { return }
        report.add(
            "schedule.kind \(schedule.word) goes by evaluations, but \(key) keeps nothing back",
            at: $schedule.word
        )
    }

    private func checkPoison(_ report: inout FaultReport) {
        let (poison, place) = (data.shared.poison, data.shared.$poison)
        guard poison.step != nil else {
            if place.place.isGiven { report.add("data.poison.step is missing", at: place) }
            return
        }
        if poison.labels == .wrong, !loss.learnsClasses {
            report.add("data.poison.labels wrong needs classes, loss.kind \(loss.word) has none", at: poison.$labels)
        }
        if poison.labels == .ignored, loss.targets != .classes {
            let message = "data.poison.labels ignored needs loss.kind cross_entropy (got \(loss.word))"
            report.add(message, at: poison.$labels)
        }
        if poison.scale != 1, data.shape == .texts {
            report.add(
                "data.poison.scale is for inputs that are numbers, data.kind text has characters",
                at: poison.$scale
            )
        }
    }
}
