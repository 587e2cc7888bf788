import Platform
import Training
import YAML

/// Images in MNIST's format.
struct IDXKind: DataKind {
    let word = "idx"
    let meaning = "images in MNIST's format, plain or gzipped"
    let synonyms = "mnist images fashion_mnist"
    let shape = DataShape.rows
    let targets: TargetType? = .classes

    let files = FileKeys(
        "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, and the same of t10k, each as it is or with .gz, .idx for -idx too"
    )
    @Key(.scale) var scale = 0.00392156862745098
    @Key(.dropLast) var dropLast = false
    let shared = DataKeys(prefetch: true)

    var file: FileKeys? { files }

    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any PreparedData {
        let (train, test) = try files.reading(recipe) { path throws(FileError) in try LabeledImages.read(folder: path) }
        let precision = recipe.precision
        guard abs(scale * 255) <= precision.largest else {
            let message =
                "data.scale \(scale) makes numbers of the pixels that precision \(precision.rawValue) cannot hold"
            throw recipe.error(message, at: $scale)
        }
        noteClasses(from: train.firstClass, train.classCount, in: recipe.beside(files.path), note)
        try checkBatch(fits: train.count, recipe, at: files.$path)
        return Images(train: train, test: test, scale: scale, batch: shared.batch, dropLast: dropLast)
    }

    private struct Images: PreparedData {
        let train: LabeledImages
        let test: LabeledImages
        let scale: Double
        let batch: Int
        let dropLast: Bool

        var task: ModelTask {
            ModelTask(inputs: .rows(train.featureCount, image: train.size), outputs: train.classCount)
        }
        var evaluationRows: Int { min(512, test.count) }

        func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
            DataLoader<Element>(train, scale: scale, batch: batch, seed: seed, dropLast: dropLast)
        }

        func makeEvaluation<Element: Scalar>(seed _: UInt64) -> (any EvaluationSource<Element>)? {
            HeldOut<Element>(test, scale: scale)
        }
    }
}
