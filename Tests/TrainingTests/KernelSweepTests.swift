import Foundation
import Fuzzing
import Testing
import TmuxSession
import Training

/// The C kernels under the address and undefined-behavior sanitizers, with odd shapes on memory of exactly their size.
@Suite struct KernelSweepTests {
    /// The toolchain's clang, with the sanitizers it brings.
    private static let compiler: String? = {
        let scratch = FileManager.default.temporaryDirectory
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        // SwiftPM compiles with the clang beside the swift that PATH names.
        let swift = folders.map { "\($0)/swift" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        let beside = swift.map { path in
            URL(filePath: path).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "clang").path
        }
        let source = scratch.appending(path: "\(UUID().uuidString).c")
        let program = source.deletingPathExtension().path
        defer { for path in [source.path, program] { try? FileManager.default.removeItem(atPath: path) } }
        try? "int main(void) { return !__has_builtin(__builtin_elementwise_sqrt); }\n".write(
            to: source,
            atomically: true,
            encoding: .utf8
        )
        return [beside, "clang"].compactMap { $0 }.first { clang in
            let compiled = try? finish([clang] + sanitizers + [source.path, "-o", program], scratch: scratch)
            guard compiled?.status == 0 else { return false }
            return (try? finish([program], environment: options, scratch: scratch))?.status == 0
        }
    }()

    private static let sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    private static let options = ["ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1"]

    @Test(.enabled(if: compiler != nil, "there is no clang with sanitizers beside swift, nor in PATH"))
    func `no kernel touches what is not its own`() throws {
        let files = FileManager.default
        let scratch = files.temporaryDirectory.appending(path: "trimtab-\(UUID().uuidString)")
        try files.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: scratch) }
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let kernels = here.appending(path: "../../Sources/CKernels").standardizedFileURL
        let sources = try [kernels, here.appending(path: "KernelSweep")].flatMap { folder in
            try files.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".c") }.sorted()
                .map { folder.appending(path: $0).path }
        }
        // Quick to build; the long form sweeps the code that is shipped.
        let form = [Fuzz.isLong ? "-O2" : "-O0"]
        let program = scratch.appending(path: "sweep").path
        let include = "-I\(kernels.appending(path: "include").path)"
        let arguments = Self.sanitizers + form + ["-g", include] + sources + ["-lm", "-lpthread", "-o", program]
        let compiled = try finish([try #require(Self.compiler)] + arguments, scratch: scratch)
        try #require(compiled.status == 0, "\(compiled.output)")

        let tries = Fuzz.tries(100, long: 30_000)
        for kernels in Processor.availableKernels {
            let environment = Self.options.merging(["TRIMTAB_ISA": kernels]) { $1 }
            let swept = try finish([program, "\(Fuzz.seed)", "\(tries)"], environment: environment, scratch: scratch)
            #expect(swept.status == 0, "\(kernels): \(swept.output)")
            #expect(swept.status != 0 || swept.output == "\(tries) tries of 20 kinds\n")
        }
    }
}
