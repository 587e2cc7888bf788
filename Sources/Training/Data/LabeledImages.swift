public import Platform

/// Images of one size, each of a class; a byte for each pixel.
public struct LabeledImages: Equatable, Sendable {
    /// The pixels, image by image.
    public var pixels: [UInt8]
    /// Channels, height and width of an image.
    public var size: [Int]
    /// A class from 0 for each image.
    public var labels: [Int]
    /// The number of classes.
    public var classCount: Int
    /// The files' number for class 0: 1 where they count from 1.
    public var firstClass = 0

    public init(pixels: [UInt8], size: [Int], labels: [Int], classCount: Int) {
        require(pixels.count == labels.count * size.reduce(1, *), "there is not one label for each image")
        self.pixels = pixels
        self.size = size
        self.labels = labels
        self.classCount = classCount
    }

    /// Reads a file of images [n, height, width] or [n, channels, height, width] and one of labels [n].
    ///
    /// - Parameters:
    ///   - imagePath: the file of images.
    ///   - labelPath: the file of labels.
    ///   - first: images whose size and classes these must match, such as the training images.
    public init(images imagePath: String, labels labelPath: String, matching first: Source? = nil) throws(FileError) {
        // Both headers before the pixels: a mismatch is refused before memory is allocated.
        let images = try OpenIDXFile(imagePath)
        let labels = try OpenIDXFile(labelPath)
        func axes(_ count: Int, _ expected: String, _ path: String) -> FileError {
            FileError(path, at: .byte(3), "has \(count) ax\(count == 1 ? "is" : "es"), \(expected) expected")
        }
        guard 3...4 ~= images.shape.count else { throw axes(images.shape.count, "3 or 4 are", imagePath) }
        guard labels.shape.count == 1 else { throw axes(labels.shape.count, "1 is", labelPath) }
        guard images.count > 0 else { throw FileError(imagePath, at: .byte(4), "holds no examples") }
        guard labels.count == images.shape[0] else {
            throw FileError(
                labelPath,
                at: .byte(4),
                "holds \(labels.count) labels, but \(imagePath) holds \(images.shape[0]) images"
            )
        }
        let size = (images.shape.count == 3 ? [1] : []) + images.shape[1...]
        if let first, size != first.images.size {
            let (ours, theirs) = (words(size), words(first.images.size))
            throw FileError(
                imagePath,
                at: .byte(8),
                "images are \(ours), but those of \(first.imagePath) are \(theirs)"
            )
        }
        let classes = try labels.read().map { Int($0) }
        let lowest = first?.images.firstClass ?? Training.firstClass(of: classes)
        let count = first?.images.classCount ?? (classes.max() ?? 0) + 1 - lowest
        if let first, let place = classes.firstIndex(where: { !(lowest..<lowest + count ~= $0) }) {
            throw FileError(
                labelPath,
                at: .byte(8 + place),
                "class \(classes[place]), but \(first.labelPath) has classes \(lowest) to \(lowest + count - 1) only"
            )
        }
        self.init(pixels: try images.read(), size: size, labels: classes.map { $0 - lowest }, classCount: count)
        firstClass = lowest
    }

    /// Images and the files they are from.
    public struct Source: Sendable {
        /// The images.
        public var images: LabeledImages
        /// The file of the images.
        public var imagePath: String
        /// The file of the labels.
        public var labelPath: String
    }

    /// The number of images.
    public var count: Int { labels.count }
    /// Numbers in an image.
    public var featureCount: Int { size.reduce(1, *) }
}

extension LabeledImages {
    /// The training and the test images of a folder with MNIST's file names: train-images-idx3-ubyte and -labels-idx1-,
    /// t10k-images-idx3-ubyte and -labels-idx1-, or train-images.idx3-ubyte and so on; each plain or with .gz at the end.
    public static func read(folder path: String) throws(FileError) -> (train: LabeledImages, test: LabeledImages) {
        let folder = path.hasSuffix("/") ? path : "\(path)/"
        func file(_ name: String) -> String {
            let dotted = name.replacing("-idx", with: ".idx")
            let names = ["\(name).gz", name, "\(dotted).gz", dotted].map { folder + $0 }
            return names.first(where: isRegularFile) ?? names.first(where: isReadable) ?? folder + name
        }
        let (images, labels) = (file("train-images-idx3-ubyte"), file("train-labels-idx1-ubyte"))
        let train = try LabeledImages(images: images, labels: labels)
        let source = Source(images: train, imagePath: images, labelPath: labels)
        let test = try LabeledImages(
            images: file("t10k-images-idx3-ubyte"),
            labels: file("t10k-labels-idx1-ubyte"),
            matching: source
        )
        return (train, test)
    }
}

private func words(_ size: [Int]) -> String { size.map(String.init).joined(separator: " × ") }
