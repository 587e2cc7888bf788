import Testing

@testable import Training

/// The mistakes that are easily made and hardly seen, each with the goldens that it does not survive.
@Suite struct MutationTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let mistake: String
        let killers: @Sendable () throws -> [String]
        var testDescription: String { mistake }

        init(_ mistake: String, _ killers: @escaping @Sendable () throws -> [String]) {
            self.mistake = mistake
            self.killers = killers
        }
    }

    static let table = [
        Row("clip coefficient without 1e-6") { ClippingGoldenTests.killers(of: .noEpsilon) },
        Row("max(norm, 1e-6) for norm + 1e-6") { ClippingGoldenTests.killers(of: .epsilonInsideMax) },
        Row("clip coefficient above 1") { ClippingGoldenTests.killers(of: .notClamped) },
        Row("clipping only where norm > max_norm") { ClippingGoldenTests.killers(of: .onlyWhenAbove) },
        Row("norm of the weights only, not of the biases") { try TrajectoryGoldenTests.killers(of: .weightsOnly) },
        Row("clipping each micro-batch") { try GPTGoldenTests.killers(of: .clippedEach) },
        Row("clipping each micro-batch, uneven ones") { try TrajectoryGoldenTests.killers(of: .clippedEach) },
        Row("micro-batches as equals") { try TrajectoryGoldenTests.killers(of: .equalMicroBatches) },
        Row("clipping after the step") { try TrajectoryGoldenTests.killers(of: .clippedAfterStep) },
        Row("dampening on the first step") { OptimizerGoldenTests.killers(of: .dampenedFirstStep) },
        Row("weight decay after momentum") { OptimizerGoldenTests.killers(of: .decayAfterMomentum) },
        Row("AdamW with coupled decay, Adam with decoupled") { OptimizerGoldenTests.killers(of: .decayCoupling) },
        Row("eps inside the root") { OptimizerGoldenTests.killers(of: .epsilonInsideRoot) },
        Row("no bias correction") { OptimizerGoldenTests.killers(of: .noCorrection) },
        Row("amsgrad's largest of corrected v") { OptimizerGoldenTests.killers(of: .largestCorrected) },
        Row("RMSprop's rate inside the buffer") { OptimizerGoldenTests.killers(of: .rateInsideBuffer) },
        Row("running mean of |g| for that of g²") { OptimizerGoldenTests.killers(of: .squaresAsLerp) },
        Row("weighted cross entropy's mean over N") { LossGoldenTests.killers(of: .meanOverRows) },
        Row("label smoothing over C − 1") { LossGoldenTests.killers(of: .smoothingOverOthers) },
        Row("label smoothing over C − 1, in a run") { try TrajectoryGoldenTests.killers(of: .smoothingOverOthers) },
        Row("ignored rows in the denominator") { LossGoldenTests.killers(of: .ignoredCounted) },
        Row("ignored rows in the denominator, in a run") { try TrajectoryGoldenTests.killers(of: .ignoredCounted) },
        Row("LayerNorm's variance unbiased") { ModuleGoldenTests.killers(of: .unbiasedVariance) },
        Row("GRU's reset before the product") { ModuleGoldenTests.killers(of: .resetBeforeProduct) },
        Row("one bias in a recurrent layer") { ModuleGoldenTests.killers(of: .oneBias) },
        Row("one bias in a recurrent layer, in a run") { try TrajectoryGoldenTests.killers(of: .oneBias) },
        Row("cosine that stays at its bottom") { ScheduleGoldenTests.killers(of: .cosineClamped) },
        Row("warm-up off by one") { ScheduleGoldenTests.killers(of: .warmupOffByOne) },
        Row("warm-up off by one, in a run") { try GPTGoldenTests.killers(of: .warmupOffByOne) },
        Row("no gradient taken for one of zeros") { OptimizerGoldenTests.killers(of: .nilIsZero) },
        Row("a live edit one step late") { try GPTGoldenTests.killers(of: .editLate) },
    ]

    @Test(arguments: table) func `no mistake survives`(_ row: Row) throws {
        #expect(try !row.killers().isEmpty)
    }

    /// A table whose columns all say yes proves nothing, unless what is right says no.
    @Test func `what is right survives`() throws {
        #expect(ClippingGoldenTests.killers(of: .none).isEmpty)
        #expect(OptimizerGoldenTests.killers(of: .none).isEmpty)
        #expect(LossGoldenTests.killers(of: .none).isEmpty)
        #expect(ModuleGoldenTests.killers(of: .none).isEmpty && ModuleGoldenTests.killers(of: .plain).isEmpty)
        #expect(try GPTGoldenTests.killers(of: .none).isEmpty)
        for golden in TrajectoryGoldenTests.files.flatMap(TrajectoryGoldenTests.cases) where golden.type == "double" {
            #expect(try golden.follow().largest < 1e-9)
        }
    }
}
