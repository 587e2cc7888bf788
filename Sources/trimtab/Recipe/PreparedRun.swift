import Training

/// A recipe whose data has been read and found to fit: all that can fail has not.
///
/// It may cross threads, which a trainer may not: prepare where errors are told, make the trainer where it runs.
struct PreparedRun: Sendable {
    let recipe: Recipe
    /// Optimizer steps of the run.
    let steps: Int

    private let data: PreparedData

    private enum PreparedData: Sendable {
        case rows(train: Examples, test: Examples)
        case sequences(SequenceTask, evaluateOn: Int)
    }

    /// Reads the data that the recipe names and checks that the model fits it.
    init(_ recipe: Recipe) throws(RecipeError) {
        self.recipe = recipe
        switch recipe.data {
        case .csv(let path, let target, let scale, let test, let dropLast):
            let examples = try PreparedRun.examples(recipe, path: path, target: target, scale: scale)
            try PreparedRun.check(recipe, sizesFit: examples, path: path)
            guard test < examples.count else {
                throw recipe.values.error(
                    at: "data.test",
                    message: "data.test keeps back \(test) rows, but \(path) has \(examples.count)"
                )
            }
            let (train, held) = examples.split(test: test)
            let whole = train.count / recipe.batch
            guard !dropLast || whole >= 1 else {
                throw recipe.values.error(
                    at: "data.batch",
                    "data.drop_last",
                    message: "data.batch \(recipe.batch) is more than the \(train.count) training rows, "
                        + "and data.drop_last leaves out a batch that is short"
                )
            }
            data = .rows(train: train, test: held)
            let batches = dropLast ? whole : (train.count + recipe.batch - 1) / recipe.batch
            steps = try PreparedRun.steps(recipe, batchesPerEpoch: batches)
        case .temporalOrder(let length, let evaluateOn):
            data = .sequences(.temporalOrder(TemporalOrder(length: length)), evaluateOn: evaluateOn)
            steps = try PreparedRun.steps(recipe, batchesPerEpoch: 1)
        case .adding(let length, let evaluateOn):
            data = .sequences(.adding(AddingProblem(length: length)), evaluateOn: evaluateOn)
            steps = try PreparedRun.steps(recipe, batchesPerEpoch: 1)
        }
    }

    /// A trainer at the start of the run; for one thread, and for one run.
    func makeTrainer<Element: Scalar>(_: Element.Type = Float.self) throws(RecipeError) -> Trainer<Element> {
        let model: any Module<Element> = recipe.makeModel(features: featureCount, outputs: outputCount)
        return Trainer(
            plan: RunPlan(
                name: recipe.name,
                steps: steps,
                evaluateEvery: recipe.evaluate,
                layersEvery: recipe.layersEvery,
                accumulate: recipe.accumulate,
                clip: recipe.clip,
                maxNorm: recipe.maxNorm,
                normType: recipe.normType,
                nonFinite: recipe.nonFinite,
                optimizer: recipe.values.text("optimizer.kind")
            ),
            model: model,
            loss: recipe.loss == .mse ? .mse : .crossEntropy,
            optimizer: try recipe.makeOptimizer(model.parameters),
            schedule: recipe.makeSchedule(steps: steps),
            batches: makeBatches(),
            evaluation: makeEvaluation()
        )
    }

    var featureCount: Int {
        switch data {
        case .rows(let train, _): train.featureCount
        case .sequences(let task, _): task.featureCount
        }
    }

    var outputCount: Int {
        switch data {
        case .rows(let train, _): train.outputCount
        case .sequences(let task, _): task.outputCount
        }
    }

    private func makeBatches<Element: Scalar>() -> any BatchSource<Element> {
        let source: any BatchSource<Element> =
            switch data {
            case .rows(let train, _):
                DataLoader<Element>(
                    train,
                    batch: recipe.batch,
                    seed: recipe.seed,
                    dropLast: recipe.values.flag("data.drop_last")
                )
            case .sequences(let task, _):
                FreshSequences<Element>(task, batch: recipe.batch, seed: recipe.seed)
            }
        guard let poison = recipe.poison else { return source }
        return Poisoned<Element>(
            source,
            step: recipe.firstBatch(ofStep: poison.step, batchesPerEpoch: source.batchesPerEpoch),
            scale: poison.scale,
            wrongLabels: poison.wrongLabels,
            classCount: outputCount
        )
    }

    private func makeEvaluation<Element: Scalar>() -> (any EvaluationSource<Element>)? {
        switch data {
        case .rows(_, let test): test.count == 0 ? nil : HeldOut<Element>(test)
        case .sequences(let task, let count): FreshEvaluation<Element>(task, count: count, seed: recipe.seed)
        }
    }
}

// MARK: - Checks that need the data

extension PreparedRun {
    private static func examples(
        _ recipe: Recipe,
        path: String,
        target: String,
        scale: Double
    ) throws(RecipeError) -> Examples {
        let file = recipe.beside(path)
        do throws(CSVError) {
            let table = try CSVTable(path: file)
            return try Examples(table, target: target, scale: scale, classes: recipe.loss == .crossEntropy, path: file)
        } catch {
            switch error.problem {
            case .unreadable(let reason):
                throw recipe.values.error(at: "data.path", message: "data.path \(file) cannot be read (\(reason))")
            case .missingColumn:
                throw recipe.values.error(at: "data.target", message: "data.target: \(error)")
            default:
                throw RecipeError(place: error.place, message: error.message)
            }
        }
    }

    private static func check(_ recipe: Recipe, sizesFit examples: Examples, path: String) throws(RecipeError) {
        guard case .mlp(let sizes, _, _) = recipe.model, let first = sizes.first, let last = sizes.last else { return }
        let features = examples.featureCount
        guard first == features else {
            throw recipe.values.error(
                at: "model.sizes",
                message: "model.sizes begins with \(first), but \(path) has \(features) features"
            )
        }
        switch examples.targets {
        case .classes(_, let count) where last != count:
            throw recipe.values.error(
                at: "model.sizes",
                message: "model.sizes ends with \(last), but \(path) has \(count) classes"
            )
        case .values where last != 1:
            throw recipe.values.error(
                at: "model.sizes",
                message: "model.sizes ends with \(last), but loss.kind mse learns 1 number for each row"
            )
        default: break
        }
    }

    private static func steps(_ recipe: Recipe, batchesPerEpoch: Int) throws(RecipeError) -> Int {
        switch recipe.length {
        case .steps(let given):
            return given
        case .epochs(let epochs):
            let stepsPerEpoch = (batchesPerEpoch + recipe.accumulate - 1) / recipe.accumulate
            let (steps, overflows) = epochs.multipliedReportingOverflow(by: stepsPerEpoch)
            guard !overflows else {
                throw recipe.values.error(at: "epochs", message: "epochs \(epochs) is more than a run can count")
            }
            return steps
        }
    }
}

extension Recipe {
    /// The first batch of a step, both counted from 1: a step takes several, and never reaches over the end of an epoch.
    fileprivate func firstBatch(ofStep step: Int, batchesPerEpoch: Int?) -> Int {
        guard let batchesPerEpoch else { return (step - 1) * accumulate + 1 }
        let stepsPerEpoch = (batchesPerEpoch + accumulate - 1) / accumulate
        let (epoch, place) = (step - 1).quotientAndRemainder(dividingBy: stepsPerEpoch)
        return epoch * batchesPerEpoch + place * accumulate + 1
    }
}

extension Examples {
    /// Outputs that these targets ask of a model.
    fileprivate var outputCount: Int {
        switch targets {
        case .classes(_, let count): count
        case .values: 1
        }
    }
}
