import Training

/// A recipe whose data has been read and found to fit: all that can fail has not.
///
/// It may cross threads, which a trainer may not: prepare where errors are told, make the trainer where it runs.
struct PreparedRun: Sendable {
    let recipe: Recipe
    /// Optimizer steps of the run.
    let steps: Int
    /// What the data gives the model, and asks of it.
    let task: ModelTask
    /// What was read in another way than the files say it, a sentence each.
    let notes: [String]

    private let data: PreparedData

    /// Reads the data that the recipe names and checks that the model fits it.
    init(_ recipe: Recipe) throws(RecipeError) {
        self.recipe = recipe
        var notes: [String] = []
        data = try PreparedData(recipe) { notes.append($0) }
        self.notes = notes
        task = data.task(recipe)
        try recipe.check(modelFits: task)
        switch recipe.length {
        case .steps(let given): steps = given
        case .epochs(let epochs):
            let stepsPerEpoch = recipe.stepsPerEpoch(data.batchesPerEpoch(recipe) ?? 1)
            steps = epochs.multipliedReportingOverflow(by: stepsPerEpoch).overflow ? .max : epochs * stepsPerEpoch
        }
        // Numbers of steps and batches are written as Doubles.
        let (batches, overflows) = steps.multipliedReportingOverflow(by: recipe.accumulate)
        guard !overflows, batches <= 1 << 53 else {
            throw recipe.values.error(
                at: "epochs",
                "steps",
                message: "the run has more steps than it can count (2^53 batches are the most)"
            )
        }
    }

    /// The most examples that are measured at a time, as windows of the recipe's length.
    var evaluationRows: Int { data.evaluationRows(recipe) }

    /// A trainer at the start of the run; for one thread, and for one run.
    ///
    /// - Parameter checkpoints: when and where it writes them; nil for a run that writes none.
    func makeTrainer<Element: Scalar>(
        _: Element.Type = Float.self,
        checkpoints: CheckpointPlan? = nil
    ) throws(RecipeError) -> Trainer<Element> {
        let model: any Model<Element> = recipe.makeModel(task)
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
                subnormals: recipe.subnormals,
                lossAverage: recipe.lossAverage,
                optimizer: recipe.values.text("optimizer.kind"),
                story: recipe.story,
                snapshots: recipe.snapshots,
                checkpoints: checkpoints
            ),
            model: model,
            loss: recipe.loss,
            optimizer: try recipe.makeOptimizer(model.parameters),
            schedule: recipe.makeSchedule(steps: steps),
            batches: makeBatches(),
            evaluation: data.makeEvaluation(recipe)
        )
    }

    private func makeBatches<Element: Scalar>() -> any BatchSource<Element> {
        var source: any BatchSource<Element> = data.makeBatches(recipe)
        if let poison = recipe.poison, poison.step <= steps {
            source = Poisoned<Element>(
                source,
                step: recipe.firstBatch(ofStep: poison.step, batchesPerEpoch: source.batchesPerEpoch),
                scale: poison.scale,
                labels: Poisoned<Element>.Labels(rawValue: poison.labels.rawValue) ?? .right,
                classCount: task.outputs
            )
        }
        return recipe.values.flag("data.prefetch") ? source.prefetched() : source
    }
}

extension Recipe {
    /// A step takes several batches, and never reaches over the end of an epoch.
    fileprivate func stepsPerEpoch(_ batchesPerEpoch: Int) -> Int { (batchesPerEpoch + accumulate - 1) / accumulate }

    /// The first batch of a step, both counted from 1.
    fileprivate func firstBatch(ofStep step: Int, batchesPerEpoch: Int?) -> Int {
        guard let batchesPerEpoch else { return (step - 1) * accumulate + 1 }
        let (epoch, place) = (step - 1).quotientAndRemainder(dividingBy: stepsPerEpoch(batchesPerEpoch))
        return epoch * batchesPerEpoch + place * accumulate + 1
    }
}

// MARK: - Checks that need the data

extension Recipe {
    /// Checks that the model takes what the data gives, and gives what the loss asks for.
    fileprivate func check(modelFits task: ModelTask) throws(RecipeError) {
        guard case .rows(let features, let image) = task.inputs else { return }
        let path = values.text("data.path")
        let sizes: [Int]
        switch model {
        case .mlp(let given, _, _):
            sizes = given
            guard sizes.first == features else {
                throw values.error(
                    at: "model.sizes",
                    message: "model.sizes begins with \(sizes[0]), but \(path) has \(features) features"
                )
            }
        case .cnn(let cnn):
            sizes = cnn.sizes
            try check(cnn, takes: features, image: image, path: path)
        default: return
        }
        guard let last = sizes.last, last != task.outputs else { return }
        let wanted =
            switch loss.kind {
            case .crossEntropy: "\(path) has \(task.outputs) classes"
            case .bceWithLogits: "loss.kind bce_logits learns 1 logit for each row"
            default: "loss.kind \(values.text("loss.kind")) learns 1 number for each row"
            }
        throw values.error(at: "model.sizes", message: "model.sizes ends with \(last), but \(wanted)")
    }

    private func check(_ cnn: CNNChoice, takes features: Int, image: [Int]?, path: String) throws(RecipeError) {
        let first = cnn.image ?? image ?? []
        if let image, image != first {
            throw values.error(
                at: "model.image",
                message: "model.image is \(product(first)), but the images of \(path) are \(product(image))"
            )
        }
        guard first.reduce(1, *) == features else {
            throw values.error(
                at: "model.image",
                message: "model.image is \(product(first)), \(first.reduce(1, *)) numbers, "
                    + "but \(path) has \(features) features"
            )
        }
        let images = cnn.images(from: first)
        guard images.count > cnn.channels.count else {
            let place = images.count - 1
            throw values.error(
                at: "model.kernel",
                "model.pool",
                "model.channels",
                message: "model.kernel \(cnn.kernels[place]) and model.pool \(cnn.pools[place]) leave nothing of the "
                    + "\(product(Array(images[place][1...]))) image that convolution \(place + 1) gets"
            )
        }
    }
}

/// 1 × 28 × 28.
private func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }
