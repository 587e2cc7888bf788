import Foundation
import Testing

@testable import Training

private func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "was taken"
    } catch { return "\(error)" }
}

@Suite struct IDXTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What is said of a file, without its folder.
    private func refusal(of path: String) -> String {
        message { _ = try IDXFile(path: path) }.replacing(folder.path("") + "/", with: "")
    }

    @Test func `plain and compressed files hold the same, whatever their names say of it`() throws {
        let pixels = (0..<300 * 7 * 5).map { UInt8($0 % 251) }
        let file = idx([300, 7, 5], pixels)
        for path in [
            try folder.write(file, to: "a"), folder.writeGzip(file, to: "a.gz"),
            folder.writeGzip(file, to: "named-plain"),
        ] {
            let read = try IDXFile(path: path)
            #expect(read.shape == [300, 7, 5] && read.bytes == pixels && read.start == 16)
        }
    }

    @Test func `a file of several compressed parts is read to its end`() throws {
        let file = idx([4], [1, 2, 3, 4])
        folder.writeGzip(Array(file[..<6]), to: "one")
        folder.writeGzip(Array(file[6...]), to: "two")
        let path = try folder.write(folder.bytes(of: "one") + folder.bytes(of: "two"), to: "both.gz")
        #expect(try IDXFile(path: path).bytes == [1, 2, 3, 4])
    }

    @Test func `errors name file and byte`() throws {
        func plain(_ bytes: [UInt8]) throws -> String { refusal(of: try folder.write(bytes, to: "f")) }
        #expect(try plain([]) == "f, byte 0: ends here; its header asks for 4 bytes")
        #expect(
            try plain([0x1, 0, 8, 1, 0, 0, 0, 0])
                == "f, byte 0: is not IDX: two zero bytes are expected (got 01 00 08 01)"
        )
        #expect(
            try plain([0, 0, 0x0D, 1, 0, 0, 0, 0])
                == "f, byte 2: holds numbers of type 0D; bytes, type 08, are expected"
        )
        #expect(try plain([0, 0, 8, 0]) == "f, byte 3: has no axes")
        #expect(try plain([0, 0, 8, 2, 0, 0, 0, 3, 0]) == "f, byte 9: ends here; its header asks for 12 bytes")
        #expect(try plain(idx([2, 3], [1, 2, 3, 4, 5])) == "f, byte 17: ends here; its header asks for 18 bytes")
        #expect(try plain(idx([2], [1, 2, 3])) == "f, byte 10: 1 more byte than its header asks for")
        let huge = idx([1 << 30, 1 << 30, 1 << 30], [])
        #expect(try plain(huge) == "f, byte 4: its header asks for more bytes than can be counted")
        #expect(refusal(of: folder.path("none.gz")) == "none.gz: cannot be read (No such file or directory)")
        #expect(message { _ = try IDXFile(path: "/") } == "/: is a folder, and a file is expected")
    }

    @Test func `files that are something else are named`() throws {
        func refusal(_ text: String, name: String = "f") throws -> String {
            self.refusal(of: try folder.write(Array(text.utf8), to: name))
        }
        let cure = "download the file itself, not the page that shows it"
        #expect(
            try refusal("<!DOCTYPE html><html>404", name: "f.gz")
                == "f.gz: is an HTML page, and not an IDX file: \(cure)"
        )
        #expect(
            try refusal("version https://git-lfs.github.com/spec/v1\n")
                == "f: is a Git LFS pointer, and not an IDX file: fetch the file itself with git lfs pull"
        )
        #expect(try refusal("1,2,3\n") == "f: is plain text, and not an IDX file")
        #expect(
            self.refusal(of: try folder.write([3, 8, 0, 0, 60, 0, 0, 0], to: "f"))
                == "f, byte 0: is not IDX: two zero bytes are expected (got 03 08 00 00): "
                + "its numbers have the lowest byte first, the highest is expected first"
        )
    }

    @Test func `no more is decompressed than the header asks for, and one byte`() throws {
        let bomb = folder.writeGzip(idx([2], [1, 2]) + [UInt8](repeating: 0, count: 1 << 20), to: "bomb.gz")
        #expect(refusal(of: bomb) == "bomb.gz, byte 10: has more bytes than its header announces")
        // 2 GiB from 40 bytes: deflate makes at most 1032 bytes of one.
        let empty = folder.writeGzip(idx([1 << 31], [1, 2]), to: "empty.gz")
        let size = try folder.bytes(of: "empty.gz").count
        #expect(
            refusal(of: empty)
                == "empty.gz: its header asks for 2147483656 bytes, and \(size) compressed bytes cannot hold as many"
        )
        let padded = try folder.bytes(
            of: folder.writeGzip(idx([2], [1, 2]), to: "zeros.gz").split(separator: "/").last.map(String.init)!
        )
        #expect(
            try IDXFile(path: folder.write(padded + [UInt8](repeating: 0, count: 512), to: "zeros.gz")).bytes == [1, 2]
        )
    }

    @Test func `missing, truncated or broken compression is reported`() throws {
        let file = idx([20_000], (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 >> 3) })
        let plain = try folder.write(file, to: "plain.gz")
        #expect(refusal(of: plain) == "plain.gz, byte 0: is not compressed with gzip, though its name ends in .gz")
        folder.writeGzip(file, to: "whole.gz")
        let whole = try folder.bytes(of: "whole.gz")
        for kept in [whole.count - 1, whole.count - 9, whole.count / 2, 20] {
            let said = refusal(of: try folder.write(Array(whole[..<kept]), to: "cut.gz"))
            #expect(said == "cut.gz, byte \(kept): the compressed data is cut short (is the file whole?)")
        }
        var broken = whole
        broken[whole.count - 6] ^= 1
        let said = refusal(of: try folder.write(broken, to: "broken.gz"))
        #expect(said.hasPrefix("broken.gz, byte ") && said.hasSuffix("is broken (incorrect data check)"), "\(said)")
    }
}

@Suite struct LabeledImageTests {
    private let folder: TemporaryFolder
    private let pixels = (0..<24).map { UInt8($0) }

    init() throws { folder = try TemporaryFolder() }

    /// A folder with MNIST's names: four images of 2 × 3 to train on, two to test with.
    private func write(
        train: [UInt8]? = nil,
        trainLabels: [UInt8] = idx([4], [0, 2, 1, 0]),
        test: [UInt8] = idx([2, 2, 3], Array(200..<212)),
        testLabels: [UInt8] = idx([2], [2, 0])
    ) throws {
        folder.writeGzip(train ?? idx([4, 2, 3], pixels), to: "train-images-idx3-ubyte.gz")
        try folder.write(trainLabels, to: "train-labels-idx1-ubyte")
        try folder.write(test, to: "t10k-images-idx3-ubyte")
        folder.writeGzip(testLabels, to: "t10k-labels-idx1-ubyte.gz")
    }

    private func refusal() -> String {
        message { _ = try LabeledImages.read(folder: folder.path("")) }.replacing(folder.path("") + "/", with: "")
    }

    @Test func `a folder with MNIST's names`() throws {
        try write()
        let (train, test) = try LabeledImages.read(folder: folder.path(""))
        #expect(train == LabeledImages(pixels: pixels, size: [1, 2, 3], labels: [0, 2, 1, 0], classCount: 3))
        #expect(test.labels == [2, 0] && test.count == 2 && test.featureCount == 6 && test.classCount == 3)
    }

    @Test(arguments: ["", ".gz"])
    func `a folder with the other usual names`(ending: String) throws {
        for (name, bytes) in [
            ("train-images.idx3-ubyte", idx([4, 2, 3], pixels)), ("train-labels.idx1-ubyte", idx([4], [0, 2, 1, 0])),
            ("t10k-images.idx3-ubyte", idx([2, 2, 3], Array(200..<212))), ("t10k-labels.idx1-ubyte", idx([2], [2, 0])),
        ] {
            if ending.isEmpty { try folder.write(bytes, to: name) } else { folder.writeGzip(bytes, to: name + ending) }
        }
        // What unpacking into folders leaves of the first name.
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "train-images-idx3-ubyte"),
            withIntermediateDirectories: true
        )
        let (train, test) = try LabeledImages.read(folder: folder.path(""))
        #expect(train.labels == [0, 2, 1, 0] && train.pixels == pixels && test.labels == [2, 0])
    }

    @Test func `classes from 1 are read as classes from 0 where every one of them occurs`() throws {
        try write(trainLabels: idx([4], [1, 3, 2, 1]), testLabels: idx([2], [3, 1]))
        let (train, test) = try LabeledImages.read(folder: folder.path(""))
        #expect(
            train.firstClass == 1 && train.labels == [0, 2, 1, 0] && train.classCount == 3 && test.labels == [2, 0]
        )
        try write(trainLabels: idx([4], [1, 3, 2, 1]), testLabels: idx([2], [3, 0]))
        #expect(
            refusal()
                == "t10k-labels-idx1-ubyte.gz, byte 9: class 0, but train-labels-idx1-ubyte has classes 1 to 3 only"
        )
        try write(trainLabels: idx([4], [1, 3, 3, 1]), testLabels: idx([2], [3, 0]))
        #expect(try LabeledImages.read(folder: folder.path("")).train.classCount == 4)
    }

    @Test func `images with channels`() throws {
        let images = try folder.write(idx([2, 3, 2, 2], pixels), to: "images")
        let labels = try folder.write(idx([2], [1, 0]), to: "labels")
        #expect(try LabeledImages(images: images, labels: labels).size == [3, 2, 2])
    }

    @Test func `files that do not fit together are reported with file and byte`() throws {
        try write(trainLabels: idx([3], [0, 1, 2]))
        #expect(
            refusal()
                == "train-labels-idx1-ubyte, byte 4: holds 3 labels, but train-images-idx3-ubyte.gz holds 4 images"
        )
        try write(train: idx([4, 6], pixels))
        #expect(refusal() == "train-images-idx3-ubyte.gz, byte 3: has 2 axes, 3 or 4 are expected")
        try write(trainLabels: idx([4, 1], [0, 1, 2, 0]))
        #expect(refusal() == "train-labels-idx1-ubyte, byte 3: has 2 axes, 1 is expected")
        try write(train: idx([0, 2, 3], []), trainLabels: idx([0], []))
        #expect(refusal() == "train-images-idx3-ubyte.gz, byte 4: holds no examples")
        try write(test: idx([2, 3, 2], Array(200..<212)))
        #expect(
            refusal()
                == "t10k-images-idx3-ubyte, byte 8: images are 1 × 3 × 2, but those of train-images-idx3-ubyte.gz are 1 × 2 × 3"
        )
        try write(testLabels: idx([2], [2, 3]))
        #expect(
            refusal()
                == "t10k-labels-idx1-ubyte.gz, byte 9: class 3, but train-labels-idx1-ubyte has classes 0 to 2 only"
        )
    }

    @Test func `batches of images are scaled rows, with the classes in their order`() throws {
        try write()
        let (train, test) = try LabeledImages.read(folder: folder.path(""))
        var loader = DataLoader<Double>(train, scale: 0.5, batch: 3, seed: 1, shuffles: false)
        var batch = Batch<Double>()
        loader.next(into: &batch)
        #expect(batch.shape == [3, 6] && batch.classes == [0, 2, 1])
        #expect(batch.inputs == (0..<18).map { Double($0) / 2 })
        loader.next(into: &batch)
        #expect(batch.shape == [1, 6] && batch.classes == [0] && batch.inputs == (18..<24).map { Double($0) / 2 })
        #expect(loader.batchesPerEpoch == 2)

        var held = HeldOut<Float>(test, scale: 1)
        var singles = Batch<Float>()
        let (hasFirst, hasSecond) = (held.next(into: &singles), held.next(into: &singles))
        #expect(hasFirst && !hasSecond && singles.inputs == (200..<212).map(Float.init))
    }
}
