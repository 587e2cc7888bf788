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
        "a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, and the same of t10k, plain or gzipped (.gz), with -idx or .idx"
    )
    @Key(.scale) var scale = 0.00392156862745098
    @Key(.dropLast) var dropLast = false
    let shared = DataKeys(prefetch: true)

    var file: FileKeys? { files }

    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any Dataset {
        let (train, test) = try files.reading(recipe) { path throws(FileError) in try LabeledImages.read(folder: path) }
        let precision = recipe.precision
        guard abs(scale * 255) <= precision.largest else {
            let message =
                "data.scale \(scale) makes numbers of the pixels that precision \(precision.rawValue) cannot hold"
            throw recipe.error(message, at: $scale)
        }
        noteClasses(from: train.firstClass, train.classCount, in: recipe.beside(files.path), note)
        try checkBatch(fits: train.count, recipe, at: files.$path)
        return ImageDataset(train: train, test: test, scale: scale, batch: shared.batch, dropLast: dropLast)
    }
}
