import Platform
import Telemetry
import Training

/// The data of a recipe, read.
enum PreparedData: Sendable {
    case rows(train: Examples, test: Examples)
    case images(train: LabelledImages, test: LabelledImages, scale: Double)
    /// Tokens to learn from and tokens held out.
    case text(train: Tokens, heldOut: Tokens, vocabulary: Int, length: Int, isSequential: Bool)
    case sequences(SequenceTask, evaluateOn: Int)

    /// - Parameter note: gets what was read in another way than it is written, a sentence at a time.
    init(_ recipe: Recipe, note: (String) -> Void = { _ in }) throws(RecipeError) {
        switch recipe.data {
        case .csv(let path, let target, let scale, let test, _):
            let examples = try recipe.examples(path: path, target: target, scale: scale, note: note)
            guard test < examples.count else {
                throw recipe.values.error(
                    at: "data.test",
                    message: "data.test keeps back \(test) rows, but \(path) has \(examples.count)"
                )
            }
            let takesLast = recipe.values.text("data.test_rows") == "last"
            let (train, held) = takesLast ? examples.split(last: test) : examples.split(test: test)
            try recipe.checkBatch(fits: train.count)
            self = .rows(train: train, test: held)
        case .idx(let path, let scale, _):
            let (train, test) = try recipe.images(path: path, scale: scale, note: note)
            try recipe.checkBatch(fits: train.count)
            self = .images(train: train, test: test, scale: scale)
        case .text(let path, let length, let share, let isSequential):
            let text = try recipe.text(path: path, note: note)
            let (train, heldOut) = text.split(heldOut: share)
            try recipe.checkWindows(of: length, isSequential: isSequential, fit: train.count, path: path)
            guard share == 0 || heldOut.count >= 2 else {
                throw recipe.values.error(
                    at: "data.validation",
                    message: "data.validation \(shortest(share)) keeps back \(heldOut.count) of the "
                        + "\(text.tokens.count) characters of \(path), but 2 are the least to measure on"
                )
            }
            self = .text(
                train: train,
                heldOut: heldOut,
                vocabulary: text.vocabulary.count,
                length: length,
                isSequential: isSequential
            )
        case .temporalOrder(let length, let evaluateOn):
            self = .sequences(.temporalOrder(TemporalOrder(length: length)), evaluateOn: evaluateOn)
        case .adding(let length, let evaluateOn):
            self = .sequences(.adding(AddingProblem(length: length)), evaluateOn: evaluateOn)
        }
    }

    /// What it gives a model, and asks of it.
    func task(_ recipe: Recipe) -> ModelTask {
        switch self {
        case .rows(let train, _):
            ModelTask(inputs: .rows(train.featureCount), outputs: train.outputs(recipe.loss))
        case .images(let train, _, _):
            ModelTask(inputs: .rows(train.featureCount, image: train.size), outputs: train.classCount)
        case .text(_, _, let vocabulary, let length, let isSequential):
            ModelTask(
                inputs: .tokens(vocabulary, window: length, lanes: isSequential ? recipe.batch : nil),
                outputs: vocabulary
            )
        case .sequences(let task, _):
            ModelTask(inputs: .sequences(task.featureCount), outputs: task.outputCount)
        }
    }

    /// Batches in one pass over the data; nil when every batch is fresh.
    func batchesPerEpoch(_ recipe: Recipe) -> Int? {
        let source: any BatchSource<Float> = makeBatches(recipe)
        return source.batchesPerEpoch
    }

    /// The most examples that are measured at a time, as windows of the recipe's length; 0 where none are.
    func evaluationRows(_ recipe: Recipe) -> Int {
        switch self {
        case .rows(_, let test): min(512, test.count)
        case .images(_, let test, _): min(512, test.count)
        case .text(_, let heldOut, _, let length, let isSequential):
            isSequential ? (max(length, 512) + length - 1) / length : min(64, heldOut.count / length + 1)
        case .sequences(_, let count): min(500, count)
        }
    }

    func makeBatches<Element: Scalar>(_ recipe: Recipe) -> any BatchSource<Element> {
        let (batch, seed, dropLast) = (recipe.batch, recipe.seed, recipe.values.flag("data.drop_last"))
        return switch self {
        case .rows(let train, _): DataLoader<Element>(train, batch: batch, seed: seed, dropLast: dropLast)
        case .images(let train, _, let scale):
            DataLoader<Element>(train, scale: scale, batch: batch, seed: seed, dropLast: dropLast)
        case .text(let train, _, _, let length, isSequential: true):
            SequentialWindows<Element>(train, length: length, batch: batch)
        case .text(let train, _, _, let length, isSequential: false):
            RandomWindows<Element>(train, length: length, batch: batch, seed: seed)
        case .sequences(let task, _): FreshSequences<Element>(task, batch: batch, seed: seed)
        }
    }

    /// Held-out data; nil when there is none.
    func makeEvaluation<Element: Scalar>(_ recipe: Recipe) -> (any EvaluationSource<Element>)? {
        switch self {
        case .rows(_, let test): test.count == 0 ? nil : HeldOut<Element>(test)
        case .images(_, let test, let scale): HeldOut<Element>(test, scale: scale)
        case .text(_, let heldOut, _, let length, let isSequential):
            // A text that is read in one may be read in longer windows.
            heldOut.isEmpty
                ? nil
                : HeldOutText<Element>(
                    heldOut,
                    length: isSequential ? max(length, 512) : length,
                    isCarried: isSequential
                )
        case .sequences(let task, let count): FreshEvaluation<Element>(task, count: count, seed: recipe.seed)
        }
    }
}

extension Examples {
    /// Outputs that these targets ask of a model.
    fileprivate func outputs(_ loss: Loss) -> Int {
        if case .classes(_, let count) = targets, loss.kind != .bceWithLogits { count } else { 1 }
    }
}

// MARK: - Reading

extension Recipe {
    /// The file or folder of the data, as the operator would name it; nil for data that is drawn.
    var dataPath: String? {
        switch data {
        case .csv(let path, _, _, _, _), .idx(let path, _, _), .text(let path, _, _, _): beside(path)
        case .temporalOrder, .adding: nil
        }
    }

    /// What is wrong with a file of the data, as something about the recipe where its path is at fault.
    private func told(_ error: FileError) -> RecipeError {
        guard error.isOfPath else { return RecipeError(place: error.location, message: error.message) }
        let source = values.isGiven("data.source") ? ": \(values.text("data.source"))" : ""
        return values.error(at: "data.path", message: "data.path \(error.path) \(error.message)\(source)")
    }

    /// Reads something from files.
    private func reading<Value>(_ read: () throws(FileError) -> Value) throws(RecipeError) -> Value {
        do throws(FileError) {
            return try read()
        } catch {
            throw told(error)
        }
    }

    fileprivate func examples(
        path: String,
        target: String,
        scale: Double,
        note: (String) -> Void
    ) throws(RecipeError) -> Examples {
        let file = beside(path)
        let table = try reading { () throws(FileError) in try CSVTable(path: file) }
        guard table.columns.contains(target) else {
            throw values.error(at: "data.target", message: "data.target: \(table.lacks(target, path: file))")
        }
        let examples = try reading { () throws(FileError) in
            try Examples(
                table,
                target: target,
                scale: scale,
                classes: loss.learnsClasses,
                largest: precision.largest,
                path: file
            )
        }
        if table.hasRowLabels { note("\(file): the first column labels the rows and is left out") }
        for copy in table.copies(of: target) {
            note("\(file): column \(copy) has the numbers of the target \(target) in every row; is it a feature?")
        }
        if case .classes(_, let count) = examples.targets {
            noteClasses(from: examples.firstClass, count, in: "\(file): column \(target)", note)
            guard loss.kind != .bceWithLogits || count <= 2 else {
                throw values.error(
                    at: "loss.kind",
                    message: "loss.kind bce_logits learns the classes 0 and 1, but \(path) has \(count)"
                )
            }
        }
        return examples
    }

    private func noteClasses(from first: Int, _ count: Int, in place: String, _ note: (String) -> Void) {
        if first > 0 { note("\(place) has the classes \(first) to \(first + count - 1), read as 0 to \(count - 1)") }
    }

    fileprivate func images(
        path: String,
        scale: Double,
        note: (String) -> Void
    ) throws(RecipeError) -> (train: LabelledImages, test: LabelledImages) {
        let (train, test) = try reading { () throws(FileError) in try LabelledImages.folder(beside(path)) }
        guard abs(scale * 255) <= precision.largest else {
            throw values.error(
                at: "data.scale",
                message:
                    "data.scale \(scale) makes numbers of the pixels that precision \(precision.rawValue) cannot hold"
            )
        }
        noteClasses(from: train.firstClass, train.classCount, in: beside(path), note)
        return (train, test)
    }

    fileprivate func text(path: String, note: (String) -> Void) throws(RecipeError) -> CharacterText {
        let file = beside(path)
        return try reading { () throws(FileError) in
            let text = try CharacterText(path: file)
            if let format = try FileFormat(head: ReadFile(file).head()), format != .plain {
                note("\(file): is \(format.rawValue), and is learned as it is written")
            }
            return text
        }
    }

    // MARK: Checks

    fileprivate func checkBatch(fits rows: Int) throws(RecipeError) {
        guard batch > rows else { return }
        throw values.error(
            at: "data.batch",
            "data.test",
            "data.path",
            message: "data.batch \(batch) is more than the \(rows) training rows (\(rows) takes all of them at once)"
        )
    }

    fileprivate func checkWindows(
        of length: Int,
        isSequential: Bool,
        fit count: Int,
        path: String
    ) throws(RecipeError) {
        let lanes = isSequential ? batch : 1
        guard count / lanes <= length else { return }
        let each = lanes > 1 ? ", \(count / lanes) in each of \(lanes) lanes" : ""
        throw values.error(
            at: "data.length",
            "data.batch",
            "data.path",
            message: "data.length \(length) needs more than \(length) characters to learn from, "
                + "but there are \(count) in \(path)\(each)"
        )
    }
}
