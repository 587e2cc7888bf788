import Foundation
import Testing
import TmuxSession

/// What the programs are linked with: matrix products are our own.
@Suite struct LibrariesTests {
    @Test(arguments: ["trimtab", "benchmark", "LoopByHand"]) func `no program needs ABLAS`(name: String) throws {
        let run = try Scratch().bash("ldd '\(program(name))'")
        #expect(run.status == 0 && run.output.contains("libc.so"), "\(run.output)")
        #expect(!run.output.lowercased().contains("blas"), "\(run.output)")
    }

    @Test func `no source calls ABLAS`() throws {
        let root = URL(filePath: demos).deletingLastPathComponent()
        let paths = FileManager.default.enumerator(atPath: root.appending(path: "Sources").path)!.compactMap {
            $0 as? String
        }
        let sources =
            ["Package.swift"]
            + paths.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }
            .map { "Sources/" + $0 }
        #expect(sources.count > 100)
        for source in sources {
            let text = try String(contentsOf: root.appending(path: source), encoding: .utf8)
            #expect(!text.contains("cblas_") && !text.contains("COpenBLAS") && !text.contains("sgemm"), "\(source)")
        }
    }
}
