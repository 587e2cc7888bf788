import CZlib
import Foundation
import Fuzzing
import Platform
import Telemetry
import Testing
import YAML

@testable import Recipes
@testable import Training
@testable import trimtab

/// Files of data, checkpoints and weights with changes at random, through what `--check`, `--resume` and `--init` do: each
/// is taken and trained on, or refused in one line. In processes of their own, for the limits on time and memory.
@Suite struct FileFuzzTests {
    @Test func `broken tables are read or refused`() async {
        await #expect(processExitsWith: .success) {
            let files = try FuzzedFiles()
            let mutation = Mutation(words: [
                "\"", "\"\"", ";", ",,", "label", "a", "\r\n", "#", "0x1p4", "1,5", "1e38", "sep=;",
            ])
            FuzzWatch.run(Fuzz.tries(200, long: 2000)) { generator in
                let table = FuzzedFiles.tables.randomElement(using: &generator) ?? ""
                files.write(mutation(Array(table.utf8), using: &generator), "table.csv")
                try files.train("{kind: csv, path: table.csv, target: label, batch: 3}", "{kind: mlp, sizes: [2, 3]}")
            }
        }
    }

    @Test func `broken texts are read or refused`() async {
        await #expect(processExitsWith: .success) {
            let files = try FuzzedFiles()
            let mutation = Mutation(words: ["\u{10FFFF}", "version https://git-lfs.github.com/spec/v1", "<html"])
            let text = String(repeating: "the quick brown føx jumps over the lazy dog 狐\n", count: 8)
            FuzzWatch.run(Fuzz.tries(100, long: 1000)) { generator in
                files.write(mutation(Array(text.utf8), using: &generator), "text.txt")
                try files.train("{kind: text, path: text.txt, length: 8, batch: 2}", "{kind: gru, hidden: 3}")
            }
        }
    }

    @Test func `broken images are read or refused`() async {
        await #expect(processExitsWith: .success) {
            let files = try FuzzedFiles()
            FuzzWatch.run(Fuzz.tries(200, long: 2000)) { generator in
                files.writeImages()
                let (name, bytes) = FuzzedFiles.images.randomElement(using: &generator)!
                let (isCompressed, isBrokenBefore) = (Bool.random(using: &generator), Bool.random(using: &generator))
                let broken = Mutation()(bytes, using: &generator)
                if !isCompressed {
                    files.write(broken, name)
                } else if isBrokenBefore {
                    files.write(gzip(broken), name)
                } else {
                    files.write(Mutation()(gzip(bytes), using: &generator), name)
                }
                try files.train("{kind: idx, path: ., batch: 3}", "{kind: mlp, sizes: [16, 3]}")
            }
        }
    }

    @Test(arguments: [false, true])
    func `broken checkpoints are taken up or refused`(asWeights: Bool) async {
        if asWeights {
            await #expect(processExitsWith: .success) { try FuzzedFiles.begin(with: "--init") }
        } else {
            await #expect(processExitsWith: .success) { try FuzzedFiles.begin(with: "--resume") }
        }
    }
}

/// The bytes as a file of gzip.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var (stream, bytes) = (z_stream(), bytes)
    let version = ZLIB_VERSION
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, version, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let left = bytes.withUnsafeMutableBufferPointer { bytes in
        packed.withUnsafeMutableBufferPointer { packed in
            (stream.next_in, stream.avail_in) = (bytes.baseAddress, UInt32(bytes.count))
            (stream.next_out, stream.avail_out) = (packed.baseAddress, UInt32(packed.count))
            deflate(&stream, Z_FINISH)
            return Int(stream.avail_out)
        }
    }
    return packed.dropLast(left)
}

/// A refusal that is no line for an operator.
private struct NotOneLine: Error { var text: String }

/// A folder of files that are written anew for every try, and runs on them.
private final class FuzzedFiles {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ bytes: [UInt8], _ name: String) {
        _ = FileManager.default.createFile(atPath: path(name), contents: Data(bytes))
    }

    static let tables = [",", ";", "\t"].flatMap { separator in
        ["a,b,label\n", "\"a\",\"b, in m\",\"label\"\r\n", ",a,b,label,\n"].map { head in
            let isIndexed = head.hasPrefix(",")
            let rows = (0..<12).map { row in
                (isIndexed ? "\(row)," : "") + "\(Double(row) / 8),\"\(row * 3 - 7)\",\(row % 3)\n"
            }
            return (head + rows.joined()).replacing(",", with: separator)
        }
    }

    static let images: [(name: String, bytes: [UInt8])] = images("train", 9) + images("t10k", 3)

    private static func images(_ name: String, _ count: Int) -> [(name: String, bytes: [UInt8])] {
        var images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 4, 0, 0, 0, 4]
        for place in 0..<count * 16 { images.append(UInt8(place * 37 % 256)) }
        var labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, UInt8(count)]
        for place in 0..<count { labels.append(UInt8(place % 3)) }
        return [("\(name)-images-idx3-ubyte", images), ("\(name)-labels-idx1-ubyte", labels)]
    }

    func writeImages() {
        for (name, bytes) in Self.images { write(bytes, name) }
    }

    private func recipe(_ data: String, _ model: String, steps: Int = 2) throws(DocumentError) -> Recipe {
        let text = """
            data: \(data)
            model: \(model)
            optimizer: {kind: adam, lr: 0.1}
            schedule: {kind: cosine}
            loss: {ema: 0.5}
            steps: \(steps)
            non_finite: continue
            """
        return try Recipe(text: text, path: path("run.yaml"))
    }

    /// Trains on the files, unless they are refused.
    func train(_ data: String, _ model: String) throws {
        do throws(DocumentError) {
            let trainer: Trainer<Float> = try PreparedRun(recipe(data, model)).makeTrainer()
            trainer.run { _ in }
        } catch {
            try checkLine(error.description)
        }
    }

    private func checkLine(_ text: String) throws {
        guard !text.isEmpty, printable(text) == text, text.utf8.count < 4096 else { throw NotOneLine(text: text) }
    }

    // MARK: Checkpoints

    /// Begins with broken checkpoints and goes on for the steps that are left.
    static func begin(with option: String) throws {
        let files = try FuzzedFiles()
        let whole = try files.checkpoint()
        let prepared = try PreparedRun(files.textRecipe(steps: 5))
        let file = files.path("broken")
        let beginning = try StartOptions.parse([option, file])
        FuzzWatch.run(Fuzz.tries(100, long: 2500)) { generator in
            files.write(broken(whole, using: &generator), "broken")
            do {
                let trainer: Trainer<Float> = try beginning.makeTrainer(prepared)
                trainer.run { _ in }
            } catch let error as FileError {
                try files.checkLine(error.description)
            }
        }
    }

    private func textRecipe(steps: Int) throws -> Recipe {
        write(Array(String(repeating: "the rain in spain stays mainly in the plain. ", count: 4).utf8), "text.txt")
        return try recipe("{kind: text, path: text.txt, length: 4, batch: 2}", "{kind: gru, hidden: 3}", steps: steps)
    }

    /// The bytes of a checkpoint after three steps.
    private func checkpoint() throws -> [UInt8] {
        let recipe = try textRecipe(steps: 3)
        var plan = recipe.checkpointPlan(in: CheckpointFolder(new: path("whole")))
        plan.atEnd = true
        let trainer: Trainer<Float> = try PreparedRun(recipe).makeTrainer(checkpoints: plan)
        trainer.run { _ in }
        return try Array(Data(contentsOf: URL(filePath: path("whole/\(CheckpointFolder.file(after: 3))"))))
    }

    /// Changes anywhere; in the header, whose length is then mended; or a number in place of another.
    private static func broken(_ whole: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
        let end = 8 + whole[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let mutation = Mutation(words: ["\"F32\"", "\"I64\"", "[0,8]", "trimtab.", "module.", "__metadata__", "1e300"])
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return mutation(whole, using: &generator)
        case 1:
            let header = mutation(Array(whole[8..<end]), using: &generator)
            return withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header + whole[end...]
        default:
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = end + Int.random(in: 0..<(whole.count - end) / 8, using: &generator) * 8
                let word = words.randomElement(using: &generator) ?? 0
                bytes.replaceSubrange(place..<place + 8, with: withUnsafeBytes(of: word.littleEndian, Array.init))
            }
            return bytes
        }
    }

    /// Whole numbers and Doubles at the edges of what they hold, as bits.
    private static let words: [UInt64] =
        [0, 1, -1, 2, 63, Int64.max, .min, 1 << 53, 1 << 31, 1 << 62].map { UInt64(bitPattern: $0) }
        + [0.5, -1, 1e308, -1e308, .nan, .infinity, Double.leastNonzeroMagnitude, 1e19].map(\.bitPattern)
}
