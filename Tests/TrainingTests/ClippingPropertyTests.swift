import Telemetry
import Testing

@testable import Training

/// What holds for every gradient, whatever its numbers.
@Suite struct ClippingPropertyTests {
    private static let normTypes: [Double] = [1, 2, 3, .infinity]

    private func draw(_ generator: inout RandomGenerator, scale: Double) -> [[Double]] {
        (0..<generator.integer(below: 5) + 1).map { _ in
            (0..<generator.integer(below: 40) + 1).map { _ in scale * generator.normal() }
        }
    }

    private func forEachDraw(_ body: (_ gradients: [[Double]], _ maxNorm: Double, _ p: Double) throws -> Void) rethrows
    {
        var generator = RandomGenerator(seed: 5)
        for round in 0..<200 {
            let scale = generator.uniform(-3, 3)
            let gradients = draw(&generator, scale: scale < 0 ? 1 / (1 - scale) : 1 + scale)
            try body(gradients, generator.uniform(0.01, 5), Self.normTypes[round % 4])
        }
    }

    private func flat(_ parameters: [NamedParameter<Double>]) -> [Double] {
        parameters.flatMap { $0.tensor.grad?.values ?? [] }
    }

    @Test func `the clipped norm is at most the threshold`() throws {
        try forEachDraw { gradients, maxNorm, p in
            let made = parameters(gradients: gradients)
            let before = try clipGradNorm(made, maxNorm: maxNorm, normType: p)
            let after = try totalNorm(of: made, normType: p)
            #expect(after <= maxNorm)
            #expect(after <= before)
            if before > maxNorm { #expect(after >= maxNorm * (1 - 1e-6 / before - 1e-12)) }
        }
    }

    @Test func `the direction is kept`() throws {
        try forEachDraw { gradients, maxNorm, p in
            let made = parameters(gradients: gradients)
            try clipGradNorm(made, maxNorm: maxNorm, normType: p)
            let (a, b) = (gradients.flatMap { $0 }, flat(made))
            let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
            let lengths = [a, b].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            #expect(dot / (lengths[0] * lengths[1]) >= 1 - 1e-12)
        }
    }

    @Test func `clipping twice is clipping once`() throws {
        try forEachDraw { gradients, maxNorm, p in
            let made = parameters(gradients: gradients)
            try clipGradNorm(made, maxNorm: maxNorm, normType: p)
            let once = flat(made)
            try clipGradNorm(made, maxNorm: maxNorm, normType: p)
            #expect(agree(flat(made), once, within: 1e-6 / maxNorm + 1e-12))
        }
    }

    @Test func `the order of parameters does not matter`() throws {
        try forEachDraw { gradients, maxNorm, p in
            let (forward, backward) = (parameters(gradients: gradients), parameters(gradients: gradients.reversed()))
            let a = try clipGradNorm(forward, maxNorm: maxNorm, normType: p)
            let b = try clipGradNorm(backward, maxNorm: maxNorm, normType: p)
            #expect(agree(a, b, within: 1e-14))
            #expect(agree(flat(forward), flat(backward.reversed()), within: 1e-14))
        }
    }

    @Test func `scaling the gradients scales the norm`() throws {
        try forEachDraw { gradients, _, p in
            let factor = 8.0
            let norm = try totalNorm(of: parameters(gradients: gradients), normType: p)
            let scaled = gradients.map { $0.map { $0 * factor } }
            #expect(try agree(totalNorm(of: parameters(gradients: scaled), normType: p), norm * factor, within: 1e-14))
        }
    }

    @Test func `every norm is reported truly`() throws {
        try forEachDraw { gradients, maxNorm, p in
            for clip in Clip.allCases {
                let made = parameters(gradients: gradients)
                let clipped = try clipGradients(made, clip: clip, maxNorm: maxNorm, normType: p)
                #expect(
                    try agree(clipped.norm, totalNorm(of: parameters(gradients: gradients), normType: p), within: 0)
                )
                #expect(try agree(clipped.clippedNorm, totalNorm(of: made, normType: p), within: 1e-12))
                for (index, norm) in clipped.parameterNorms.enumerated() {
                    let alone = parameters(gradients: [gradients[index]])
                    #expect(try agree(norm, totalNorm(of: alone, normType: p), within: 1e-15))
                }
                if clip == .none { #expect(flat(made) == gradients.flatMap { $0 }) }
                if clip == .value { #expect(flat(made).allSatisfy { abs($0) <= maxNorm }) }
                if clip != .norm { #expect(clipped.coefficient == 1) }
            }
        }
    }

    @Test func `a parameter listed twice counts twice`() throws {
        let parameter = parameters(gradients: [[3.0, 4]])[0]
        let norm = try clipGradNorm([parameter, parameter], maxNorm: 1)
        #expect(agree(norm, 50.0.squareRoot(), within: 1e-15))
        let c = 1 / (50.0.squareRoot() + 1e-6)
        #expect(agree(parameter.tensor.grad!.values, [3 * c * c, 4 * c * c], within: 1e-14))
    }

    @Test func `wrong thresholds change nothing`() {
        for (threshold, text) in [
            (-1.0, "max_norm must not be negative (got -1)"), (.nan, "max_norm must be a number (got NaN)"),
        ] {
            let made = parameters(gradients: [[3.0, 4]])
            let norm = #expect(throws: ClippingError.self) { try clipGradNorm(made, maxNorm: threshold) }
            #expect(norm?.description == text)
            #expect(throws: ClippingError.self) { try clipGradValue(made, clipValue: threshold) }
            #expect(throws: ClippingError.self) { try clipGradients(made, clip: .norm, maxNorm: threshold) }
            #expect(throws: ClippingError.self) { try clipGradients(made, clip: .value, maxNorm: threshold) }
            #expect(throws: Never.self) { try clipGradients(made, clip: .none, maxNorm: threshold) }
            #expect(flat(made) == [3, 4])
        }
    }

    @Test func `non finite norms can be errors`() throws {
        for bad in [Double.nan, .infinity, -.infinity] {
            let made = parameters(gradients: [[bad, 4], [1]])
            let error = #expect(throws: ClippingError.self) {
                try clipGradNorm(made, maxNorm: 1, errorIfNonFinite: true)
            }
            #expect(error?.description.hasPrefix("the total norm of the gradients is") == true)
            #expect(agree(flat(made), [bad, 4, 1], within: 0), "no gradient was changed")
        }
        #expect(try clipGradNorm(parameters(gradients: [[3.0]]), maxNorm: 1, errorIfNonFinite: true) == 3)
    }

    @Test func `an empty gradient has no infinity norm`() {
        let made = parameters(gradients: [[1.0], []])
        #expect(throws: ClippingError.emptyGradient(parameter: "1")) { try totalNorm(of: made, normType: .infinity) }
        #expect(throws: ClippingError.emptyGradient(parameter: "1")) { try totalNorm(of: made, normType: -.infinity) }
        #expect(throws: Never.self) { try totalNorm(of: made, normType: 1) }
    }

    /// The case that a comparison the wrong way round would hide.
    @Test func `a NaN norm reaches every gradient`() throws {
        let made = parameters(gradients: [[1.0, .nan], [2]])
        let clipped = try clipGradients(made, clip: .norm, maxNorm: 1)
        #expect(clipped.norm.isNaN && clipped.coefficient.isNaN && clipped.clippedNorm.isNaN)
        #expect(flat(made).allSatisfy { $0.isNaN })
    }

    /// Σg² beyond Float's range: PyTorch zeroes the update without a word, and so do we, but the norm says so.
    @Test func `overflow zeroes the update`() throws {
        let made = parameters(gradients: [[Float(2e19), 2e19]])
        let clipped = try clipGradients(made, clip: .norm, maxNorm: 1)
        #expect(clipped.norm == .infinity)
        #expect(clipped.coefficient == 0)
        #expect(clipped.clippedNorm == 0)
        #expect(clipped.fault == .overflow(parameter: "0"))
        #expect(made[0].tensor.grad?.values == [0, 0])
    }

    @Test(arguments: Clip.allCases) func `a norm that is not finite is traced`(clip: Clip) throws {
        func fault<Number: Scalar>(_ gradients: [[Number]?], _ p: Double = 2) throws -> NormFault? {
            try clipGradients(parameters(gradients: gradients), clip: clip, maxNorm: 1, normType: p).fault
        }
        let inf = Float.infinity
        #expect(try fault([[3, 4], nil, [Float(1e19)]]) == nil)
        #expect(try fault([[inf], nil, [1, Float.nan]]) == .nan(parameter: "2"))
        #expect(try fault([[Float(1)], [-inf], [inf]]) == .infinite(parameter: "1"))
        // An infinite gradient counts before an overflow, wherever the two are.
        #expect(try fault([[Float(3e19)], [inf]]) == .infinite(parameter: "1"))
        #expect(try fault([[Float(1)], [3e19], [1]]) == .overflow(parameter: "1"))
        #expect(try fault([[Float(1.5e19)], [1.5e19], [2e19]]) == .overflow(parameter: "1"))
        #expect(try fault([[Float(2e38), 2e38]], 1) == .overflow(parameter: "0"))
        #expect(try fault([[Float(1e13)], [1e13]], 3) == .overflow(parameter: "0"))
        #expect(try fault([[Float(3e38)], [3e38]], .infinity) == nil)
        #expect(try fault([[Double(1e200)]]) == .overflow(parameter: "0"))
        #expect(try fault([[Double(1e100)], [1e100]]) == nil)
    }

    /// Measuring alone must not be clipping with an infinite threshold, which would turn infinite gradients to NaN.
    @Test func `none leaves even what is not finite`() throws {
        for gradients in [[[Float.infinity, 4]], [[Float(2e19), 2e19]], [[Float.nan, 1]]] {
            let made = parameters(gradients: gradients)
            let clipped = try clipGradients(made, clip: .none, maxNorm: .infinity)
            #expect(!clipped.norm.isFinite && clipped.coefficient == 1)
            #expect(agree(made[0].tensor.grad!.values, gradients[0], within: 0))
        }
    }

    @Test func `the error names the gradient`() {
        let cases: [([[Float]], String)] = [
            ([[.nan], [1]], "NaN, so they cannot be clipped: the gradient of 0 holds NaN"),
            ([[1], [-.infinity]], "Infinity, so they cannot be clipped: the gradient of 1 is infinite"),
            (
                [[1e19], [2e19]],
                "Infinity, so they cannot be clipped: the gradients are finite, but with 1 their norm overflows"
            ),
        ]
        for (gradients, words) in cases {
            let made = parameters(gradients: gradients)
            let error = #expect(throws: ClippingError.self) {
                try clipGradNorm(made, maxNorm: 1, errorIfNonFinite: true)
            }
            #expect(error?.description == "the total norm of the gradients is " + words)
        }
    }
}
