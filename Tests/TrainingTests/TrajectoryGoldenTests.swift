import Testing

@testable import Training

/// Whole runs follow PyTorch's: the loss, both norms, each parameter's norm, step by step, and the last weights.
@Suite struct TrajectoryGoldenTests {
    static let files = ["mlp", "accumulation", "smoothing", "regression", "rnn", "gated"]

    static func cases(_ file: String) -> [TrajectoryCase] { (try? golden(file)) ?? [] }

    /// The runs in Double that a mistake does not survive.
    static func killers(of mutant: LoopMutant) throws -> [String] {
        try files.flatMap(cases).filter {
            try $0.type == "double" && mutant.fits($0) && $0.follow(mutant).largest > 1e-9
        }.map(\.name)
    }

    @Test(arguments: files) func `every step as PyTorch`(_ file: String) throws {
        let cases = Self.cases(file)
        #expect(!cases.isEmpty)
        for golden in cases {
            let divergence = try golden.follow()
            #expect(golden.steps.count >= 40 && golden.steps.count == golden.batches.count)
            #expect(golden.steps.contains { $0.clipped < 0.99 * $0.norm }, "some step of \(golden.title) is clipped")
            #expect(divergence.excess <= 1, "\(golden.title): \(divergence)")
        }
    }

    @Test(arguments: files) func `no mistake survives a run that it fits`(_ file: String) throws {
        for golden in Self.cases(file) where golden.type == "double" {
            let fitting = LoopMutant.allCases.filter { $0.fits(golden) }
            #expect(fitting.count >= 5)
            for mutant in fitting {
                #expect(try golden.follow(mutant).largest > 1e-9, "\(golden.name): \(mutant)")
            }
        }
    }
}
