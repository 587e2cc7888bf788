package import Training
package import YAML

/// A recipe whose data has been read and found to fit: all that can fail has not.
///
/// It may cross threads, which a trainer may not: prepare where errors are reported, make the trainer where it runs.
package struct PreparedRun: Sendable {
    package let recipe: Recipe
    /// Optimizer steps of the run.
    package let steps: Int
    /// Keys under their old names, and what was read in another way than the files say it: a sentence each.
    package let notes: [String]

    let data: any Dataset

    /// What the data gives the model, and asks of it.
    var task: ModelTask { data.task }

    /// Reads a recipe file and its data, and reports everything that is wrong with either.
    package init(file path: String, overrides: Overrides = Overrides()) throws(DocumentError) {
        let recipe = try Recipe(readingFile: path, overrides)
        let keys = recipe.keys
        if let error = recipe.report.error, !keys.$data.isWhole || !keys.$loss.isWhole || !keys.$model.isWhole {
            throw error
        }
        try self.init(recipe)
    }

    /// Reads the data that the recipe names and checks that the model fits it.
    package init(_ recipe: Recipe) throws(DocumentError) {
        var (report, notes) = (recipe.report, recipe.warnings)
        let keys = recipe.keys
        do throws(DocumentError) {
            data = try keys.data.read(recipe) { notes.append($0) }
        } catch {
            report.add(error)
            throw report.error ?? error
        }
        if keys.model.learns.contains(keys.data.shape) { keys.model.check(data.task, of: recipe, &report) }
        if let error = report.error { throw error }
        (self.recipe, self.notes) = (recipe, notes)
        switch recipe.length {
        case .steps(let given): steps = given
        case .epochs(let epochs):
            let batches: any BatchSource<Float> = data.makeBatches(seed: recipe.seed)
            let (count, overflows) = epochs.multipliedReportingOverflow(
                by: RunPlan.stepsPerEpoch(
                    batchesPerEpoch: batches.batchesPerEpoch ?? 1,
                    accumulate: keys.accumulate
                )
            )
            steps = overflows ? .max : count
        }
        // Numbers of steps and batches are written as Doubles.
        let (batches, overflows) = steps.multipliedReportingOverflow(by: keys.accumulate)
        guard !overflows, batches <= 1 << 53 else {
            throw recipe.error(
                "the run has more steps than it can count (2^53 batches are the most)",
                at: keys.$epochs,
                keys.$steps
            )
        }
    }

    /// A trainer at the start of the run; for one thread, and for one run.
    ///
    /// - Parameter checkpoints: when and where it writes them; nil for a run that writes none.
    package func makeTrainer<Element: Scalar>(
        _: Element.Type = Float.self,
        checkpoints: CheckpointPlan? = nil
    ) throws(DocumentError) -> Trainer<Element> {
        let (model, keys): (any Model<Element>, RecipeKeys) = (recipe.makeModel(task), recipe.keys)
        return Trainer(
            plan: RunPlan(
                name: recipe.name,
                steps: steps,
                evaluateEvery: keys.evaluateEvery,
                inspectEvery: keys.inspectEvery,
                accumulate: keys.accumulate,
                clip: keys.clip.kind,
                maxNorm: keys.clip.maxNorm,
                normType: keys.clip.normType,
                nonFinite: keys.nonFinite,
                subnormals: keys.subnormals,
                lossAverage: keys.loss.shared.ema,
                optimizer: keys.optimizer.word,
                story: recipe.story,
                snapshots: recipe.snapshots,
                checkpoints: checkpoints
            ),
            model: model,
            loss: keys.loss.loss,
            optimizer: try recipe.makeOptimizer(model.parameters),
            schedule: keys.schedule.make(steps: steps),
            batches: makeBatches(),
            evaluation: data.makeEvaluation(seed: recipe.seed)
        )
    }

    private func makeBatches<Element: Scalar>() -> any BatchSource<Element> {
        var source: any BatchSource<Element> = data.makeBatches(seed: recipe.seed)
        let (shared, poison) = (recipe.keys.data.shared, recipe.keys.data.shared.poison)
        if let step = poison.step, step <= steps {
            source = Poisoned(
                source,
                batchNumber: RunPlan.firstBatch(
                    ofStep: step,
                    batchesPerEpoch: source.batchesPerEpoch,
                    accumulate: recipe.keys.accumulate
                ),
                scale: poison.scale,
                labels: poison.labels,
                classCount: task.outputs
            )
        }
        return shared.prefetch ? source.prefetched() : source
    }
}
