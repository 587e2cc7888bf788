import Telemetry
import Testing

@Suite struct KeptShareTests {
    private func share(_ norm: Double?, _ clipped: Double?, _ coefficient: Double? = nil) -> Double? {
        StepRecord(step: 1, time: 0, gradNorm: norm, clippedNorm: clipped, clipCoefficient: coefficient).keptShare
    }

    @Test func `the coefficient counts before the norms`() {
        #expect(share(4, 1, 0.3) == 0.3)
        #expect(share(4, 1) == 0.25)
    }

    @Test func `a norm of zero is left whole`() { #expect(share(0, 0) == 1) }

    @Test func `it is unknown without both norms`() {
        #expect(share(4, nil) == nil && share(nil, 1) == nil)
        #expect(share(.nan, .nan)?.isNaN == true)
    }
}
