import Foundation
import Links
import Telemetry
import Testing

@testable import trimtab

/// TensorBoard's event files, byte by byte as TensorBoard 2.21 writes them.
@Suite struct EventFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "trimtab-\(UUID().uuidString)").path

    /// What is written to an event file.
    private func bytes(_ write: (OutputFile) -> Void) throws -> [UInt8] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try NewFile(stem: "events", suffix: "v2", in: folder)
        write(file.output)
        try file.close()
        return Array(try #require(FileManager.default.contents(atPath: file.path)))
    }

    /// Made by tensorboard.summary.writer.record_writer.RecordWriter: the version, and a scalar of step 300.
    private static let golden = """
        1800000000000000a37f4b220900002054ed49da411a0d627261696e2e4576656e743a3272984899200000000000000029eda9500900005054\
        ed49da4110ac022a120a100a09746573742f6c6f7373159a99993e57d43ca8
        """

    @Test func `records are those of TensorBoard`() throws {
        let written = try bytes { output in
            var file = EventFile(output, time: 1_764_210_000.5)
            file.append("test/loss", 0.30000000000000004, step: 300, time: 1_764_210_001.25)
            file.flush()
        }
        #expect(written.map { String(format: "%02x", $0) }.joined() == Self.golden)
        #expect(EventFile.maskedChecksum(Array("123456789".utf8)) == 0xC78A_B0E5)
    }

    @Test func `every number has its tag`() throws {
        let steps = try StepRange("2-2")
        let written = try bytes { output in
            var export = TensorBoardExport(steps: steps, output: output)
            for step in 1...3 {
                var record = StepRecord(step: step, time: Double(step), loss: 1, extras: [NamedNumber("kl", 2)])
                record.layers = [NamedNumber("rnn.ih", 3)]
                export.receive(step: record)
                export.receive(.evaluation(Evaluation(step: step, split: "test", loss: 1, accuracy: 0.5)))
            }
            export.finish()
        }
        let text = String(decoding: written, as: UTF8.self)
        for tag in ["loss", "kl", "layers/rnn.ih", "test/loss", "test/accuracy"] {
            #expect(
                text.components(separatedBy: "\u{A}\(Character(Unicode.Scalar(UInt8(tag.utf8.count))))\(tag)").count
                    == 2,
                "\(tag)"
            )
        }
    }
}
