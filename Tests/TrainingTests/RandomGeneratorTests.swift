import Testing

@testable import Training

@Suite struct RandomGeneratorTests {
    /// The numbers belong to the recordings people keep: they may not change.
    @Test func `the numbers of a seed stay`() {
        var g = RandomGenerator(seed: 1)
        #expect((0..<4).map { _ in g.next() } == RandomGeneratorTests.ofSeedOne)
    }

    /// Worked out by a second implementation of SplitMix64 and xoshiro256++.
    private static let ofSeedOne: [UInt64] = [
        0xCFC5_D07F_6F03_C29B, 0xBF42_4132_963F_E08D, 0x19A3_7D57_57AA_F520, 0xBF08_119F_05CD_56D6,
    ]

    @Test func `uniform is uniform`() {
        var g = RandomGenerator(seed: 2)
        let n = 100_000
        let draws = (0..<n).map { _ in g.uniform() }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(draws.reduce(0, +) / Double(n) - 0.5) < 4 / (12 * Double(n)).squareRoot())
        let tenths = draws.reduce(into: [Int](repeating: 0, count: 10)) { $0[Int($1 * 10)] += 1 }
        // Chi squared of 9 degrees of freedom passes 27.9 once in a thousand.
        #expect(tenths.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 } < 27.9)
        #expect((0..<1000).allSatisfy { _ in (-3.0..<5).contains(g.uniform(-3, 5)) })
    }

    @Test func `normal is normal`() {
        var g = RandomGenerator(seed: 3)
        let draws = (0..<100_000).map { _ in g.normal(mean: 2, deviation: 3) }
        let mean = draws.reduce(0, +) / 100_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        #expect(abs(mean - 2) < 0.04)
        #expect(abs(variance - 9) < 0.17)
        #expect(abs(Double(draws.count { abs($0 - 2) < 3 }) / 100_000 - 0.6827) < 0.006)
        #expect(abs(Double(draws.count { abs($0 - 2) > 6 }) / 100_000 - 0.0455) < 0.003)
    }

    @Test func `integers are fair`() {
        var g = RandomGenerator(seed: 4)
        let counts = (0..<60_000).reduce(into: [Int](repeating: 0, count: 6)) { counts, _ in
            counts[g.integer(below: 6)] += 1
        }
        #expect(counts.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 } < 20.5)
        #expect((0..<100).allSatisfy { _ in g.integer(below: 1) == 0 })
        let large = (0..<1000).map { _ in g.integer(below: Int.max) }
        #expect(large.allSatisfy { $0 >= 0 } && large.contains { $0 > Int.max / 2 })
    }

    @Test func `every order is as likely`() {
        var g = RandomGenerator(seed: 5)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 { counts[g.permutation(4), default: 0] += 1 }
        #expect(counts.count == 24)
        #expect(counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 49.7)
        #expect(g.permutation(0) == [])
        #expect(g.permutation(1) == [0])
    }

    @Test func `streams depend on seed and label only`() {
        let fresh = RandomGenerator(seed: 6)
        var used = RandomGenerator(seed: 6)
        for _ in 0..<100 { _ = used.normal() }
        func first(_ generator: RandomGenerator) -> UInt64 {
            var generator = generator
            return generator.next()
        }
        #expect(first(fresh.stream("init")) == first(used.stream("init")))
        let streams = ["", "init", "inis", "shuffle", "evaluation"].map { first(fresh.stream($0)) }
        #expect(Set(streams + [first(fresh)]).count == 6)
        #expect(first(fresh.stream("init")) != first(RandomGenerator(seed: 7).stream("init")))
    }
}
