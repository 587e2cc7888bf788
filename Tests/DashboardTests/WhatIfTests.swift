import Fuzzing
import Testing

@testable import Dashboard

@Suite struct WhatIfTests {
    /// Norms over some decades, the same every time.
    private static func norms(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let mantissa = Double.random(in: 1..<10, using: &generator)
            return mantissa * [0.001, 0.1, 1, 1, 10, 1000].randomElement(using: &generator)!
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func `it is what each step would have been`(seed: UInt64) {
        let norms = Self.norms(300, seed: seed)
        for maxNorm in norms.prefix(40) + [0, 0.5, 1, 2, 1e9, .infinity] {
            let whatIf = WhatIf(maxNorm: maxNorm, norms: norms)
            var (clipped, sum) = (0, 0.0)
            for norm in norms {
                let scaled = norm / (norm + 1e-6) * maxNorm
                // As PyTorch's clip_grad_norm_ does it, step by step.
                if norm > maxNorm { clipped += 1 }
                let coefficient = maxNorm / (norm + 1e-6)
                sum += coefficient < 1 ? coefficient : 1
                #expect(norm > maxNorm ? scaled <= maxNorm : true)
            }
            #expect(whatIf.count == 300 && whatIf.clipped == clipped && whatIf.share == Double(clipped) / 300)
            #expect(whatIf.meanCoefficient == sum / 300)
        }
    }

    @Test func `the ends of the range have meanings`() {
        let norms = [0, 0.5, 2, 4]
        let (none, all) = (WhatIf(maxNorm: .infinity, norms: norms), WhatIf(maxNorm: 0, norms: norms))
        #expect(none.clipped == 0 && none.meanCoefficient == 1)
        #expect(all.clipped == 3 && all.meanCoefficient == 0)
        // A norm at the threshold is not clipped, and yet PyTorch shrinks it a little.
        let at = WhatIf(maxNorm: 2, norms: [2])
        #expect(at.clipped == 0 && at.meanCoefficient! < 1 && at.meanCoefficient! > 1 - 1e-6)
        let empty = WhatIf(maxNorm: 1, norms: [])
        #expect(empty.share == nil && empty.meanCoefficient == nil && empty.removed == nil)
        #expect(WhatIf.coefficient(of: .nan, under: 1).isNaN && WhatIf.coefficient(of: .infinity, under: 1) == 0)
    }

    @Test func `a quantile lies between two values`() {
        // numpy.quantile([1, 2, 4, 8], q) of numpy 2.
        let values = [1.0, 2, 4, 8]
        let expected = [(0, 1.0), (0.25, 1.75), (0.5, 3), (0.9, 6.800000000000001), (0.99, 7.879999999999999), (1, 8)]
        for (share, value) in expected { #expect(quantile(share, ofSorted: values) == value) }
        #expect(quantile(0.5, ofSorted: []) == nil && quantile(0.9, ofSorted: [7]) == 7)
    }

    @Test(
        arguments: [
            (0.0, 0.0), (1, 1), (3.8467, 3.85), (17.25, 17.3), (0.00012345, 0.000123), (99_999, 100_000),
            (2.5e-8, 2.5e-8),
            (-1.2345, -1.23),
        ]
    )
    func `what is offered is short`(value: Double, short: Double) {
        #expect(value.inThreeDigits == short)
    }

    @Test func `bins are right within their width`() {
        let norms = Self.norms(5000, seed: 9)
        var halves = NormHistogram(Array(norms[..<1700]))
        halves.merge(NormHistogram(Array(norms[1700...])))
        #expect(halves == NormHistogram(norms) && halves.count == 5000)
        let sorted = norms.sorted()
        for share in [0.01, 0.5, 0.9, 0.95, 0.99] {
            let (exact, binned) = (quantile(share, ofSorted: sorted)!, halves.quantile(share)!)
            #expect(abs(binned / exact - 1) < 0.07)
        }
        for maxNorm in [0.003, 0.5, 2, 47, 3000] {
            let exact = WhatIf(maxNorm: maxNorm, norms: norms)
            let binned = WhatIf(maxNorm: maxNorm, norms: [], past: halves)
            let inBin = norms.count { NormHistogram.Bin.index(of: $0) == NormHistogram.Bin.index(of: maxNorm) }
            #expect(binned.count == 5000 && abs(binned.clipped - exact.clipped) <= inBin)
            #expect(abs(binned.meanCoefficient! - exact.meanCoefficient!) < 0.03)
        }
    }

    @Test func `candidates are in order and each once`() {
        let sample = [0.5, 1, 1.98, 3.85, 5, 8.9]
        let setting = ClipCandidate(reason: .inForce, maxNorm: 5)
        let all = ClipCandidate.all(quantiles: Array(sample[2...]), setting: setting, tried: 2.2)
        #expect(all.map(\.maxNorm) == all.map(\.maxNorm).sorted() && Set(all.map(\.maxNorm)).count == all.count)
        #expect(all.first { $0.maxNorm == 5 }?.reason == .inForce)
        #expect(all.first { $0.maxNorm == 3.85 }?.reason == .quantile(90))
        #expect(all.map(\.maxNorm) == [0.5, 1, 1.98, 2, 2.2, 3.85, 5, 8.9, 10])
        let few = all.mostRelevant(3)
        #expect(few.map(\.reason.word) == ["try", "p90", "now"])
        #expect(
            all.next(after: 2.2, isUpward: true)?.maxNorm == 3.85 && all.next(after: 10, isUpward: true)?.maxNorm == 0.5
        )
        #expect(
            all.next(after: 2, isUpward: false)?.maxNorm == 1.98 && all.next(after: nil, isUpward: false)?.maxNorm == 10
        )
    }

    @Test func `norms over many decades have few round candidates`() {
        let all = ClipCandidate.all(quantiles: [1, 1e3, 1e6, 1e12], setting: nil, tried: nil)
        #expect(all.count <= 13 && all.contains { $0.maxNorm == 1 })
        #expect(ClipCandidate.all(quantiles: [0, 0, 0, 0], setting: nil, tried: nil).isEmpty)
        #expect(ClipCandidate.all(quantiles: [], setting: nil, tried: 1).map(\.maxNorm) == [1])
    }
}
