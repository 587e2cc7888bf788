/// Images of one size, each of a class; a byte for each pixel.
public struct LabelledImages: Equatable, Sendable {
    /// The pixels, image by image.
    public var pixels: [UInt8]
    /// Channels, height and width of an image.
    public var size: [Int]
    /// A class from 0 for each image.
    public var labels: [Int]
    /// Classes there are.
    public var classCount: Int

    public init(pixels: [UInt8], size: [Int], labels: [Int], classCount: Int) {
        demand(pixels.count == labels.count * size.reduce(1, *), "there is not one label for each image")
        self.pixels = pixels
        self.size = size
        self.labels = labels
        self.classCount = classCount
    }

    /// Reads a file of images [n, height, width] or [n, channels, height, width] and one of labels [n].
    ///
    /// - Parameter first: what these images are to be tested against: their size and classes have to be those.
    public init(images imagePath: String, labels labelPath: String, like first: Source? = nil) throws(IDXError) {
        let images = try IDXFile(path: imagePath)
        let labels = try IDXFile(path: labelPath)
        guard 3...4 ~= images.shape.count else {
            throw IDXError(path: imagePath, byte: 3, problem: .axes(images.shape.count, expected: "3 or 4 are"))
        }
        guard labels.shape.count == 1 else {
            throw IDXError(path: labelPath, byte: 3, problem: .axes(labels.shape.count, expected: "1 is"))
        }
        guard !images.bytes.isEmpty else { throw IDXError(path: imagePath, byte: 4, problem: .empty) }
        guard labels.bytes.count == images.shape[0] else {
            let counts = IDXError.Problem.counts(
                labels: labels.bytes.count,
                images: images.shape[0],
                imagePath: imagePath
            )
            throw IDXError(path: labelPath, byte: 4, problem: counts)
        }
        let size = (images.shape.count == 3 ? [1] : []) + images.shape[1...]
        let classes = labels.bytes.map { Int($0) }
        let count = first?.images.classCount ?? (classes.max() ?? 0) + 1
        if let first {
            guard size == first.images.size else {
                let problem = IDXError.Problem.size(size, expected: first.images.size, firstPath: first.imagePath)
                throw IDXError(path: imagePath, byte: 8, problem: problem)
            }
            if let place = classes.firstIndex(where: { $0 >= count }) {
                let problem = IDXError.Problem.badClass(classes[place], count: count, firstPath: first.labelPath)
                throw IDXError(path: labelPath, byte: labels.start + place, problem: problem)
            }
        }
        self.init(pixels: images.bytes, size: size, labels: classes, classCount: count)
    }

    /// Images and the files they are from.
    public struct Source: Sendable {
        public var images: LabelledImages
        public var imagePath: String
        public var labelPath: String
    }

    /// Number of images.
    public var count: Int { labels.count }
    /// Numbers in an image.
    public var featureCount: Int { size.reduce(1, *) }
}

extension LabelledImages {
    /// The training and the test images of a folder with MNIST's file names: train-images-idx3-ubyte and -labels-idx1-,
    /// t10k-images-idx3-ubyte and -labels-idx1-, each plain or with .gz at the end.
    public static func folder(_ path: String) throws(IDXError) -> (train: LabelledImages, test: LabelledImages) {
        let folder = path.hasSuffix("/") ? path : "\(path)/"
        func file(_ name: String) -> String {
            isReadable("\(folder)\(name).gz") ? "\(folder)\(name).gz" : "\(folder)\(name)"
        }
        let (images, labels) = (file("train-images-idx3-ubyte"), file("train-labels-idx1-ubyte"))
        let train = try LabelledImages(images: images, labels: labels)
        let source = Source(images: train, imagePath: images, labelPath: labels)
        let test = try LabelledImages(
            images: file("t10k-images-idx3-ubyte"),
            labels: file("t10k-labels-idx1-ubyte"),
            like: source
        )
        return (train, test)
    }
}

/// Images in the bytes they came in, ready to be copied.
struct PixelRows<Element: Scalar>: ExampleRows {
    let images: LabelledImages
    /// What a byte is multiplied by.
    let scale: Element

    var count: Int { images.count }

    func copy(_ places: ArraySlice<Int>, into batch: inout Batch<Element>) {
        let width = images.featureCount
        batch.resize(to: [places.count, width])
        batch.inputs.withUnsafeMutableBufferPointer { target in
            images.pixels.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for (row, place) in places.enumerated() {
                    Kernels.scaleBytes(source + place * width, target + row * width, scale, width)
                }
            }
        }
        for place in places { batch.classes.append(images.labels[place]) }
    }
}
