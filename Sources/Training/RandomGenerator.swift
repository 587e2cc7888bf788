import Glibc

/// A seeded source of random numbers: the same seed always gives the same numbers, everywhere.
///
/// xoshiro256++ (Blackman and Vigna, 2019), its state filled from the seed by SplitMix64. The numbers are not
/// PyTorch's for the same seed.
public struct RandomGenerator: RandomNumberGenerator, Sendable {
    /// The generator's seed.
    public private(set) var seed: UInt64
    private var words: (UInt64, UInt64, UInt64, UInt64)
    /// The second of a pair of normal numbers, kept for the next call.
    private var spare: Double?

    /// The generator of a seed; all seeds are equally good.
    public init(seed: UInt64) {
        self.seed = seed
        var mixer = seed
        words = (splitMix(&mixer), splitMix(&mixer), splitMix(&mixer), splitMix(&mixer))
    }

    /// A separate generator for one purpose ("init", "shuffle"). It depends on the seed and the label only, not on the
    /// numbers drawn before, so that one purpose never affects another.
    public func stream(_ label: String) -> RandomGenerator {
        // FNV-1a over the label, from an offset mixed from the seed.
        var mixer = seed
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ splitMix(&mixer)
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return RandomGenerator(seed: splitMix(&hash))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let sum = words.0 &+ words.3
        let result = (sum << 23 | sum >> 41) &+ words.0
        let shifted = words.1 << 17
        words.2 ^= words.0
        words.3 ^= words.1
        words.1 ^= words.2
        words.0 ^= words.3
        words.2 ^= shifted
        words.3 = words.3 << 45 | words.3 >> 19
        return result
    }

    /// A number uniform in [0, 1), a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number uniform in [low, high).
    public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// A number from the normal distribution (Marsaglia's polar method).
    public mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
        if let spare {
            self.spare = nil
            return mean + deviation * spare
        }
        while true {
            let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
            let square = x * x + y * y
            guard square > 0, square < 1 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spare = y * factor
            return mean + deviation * x * factor
        }
    }

    /// An integer uniform in 0..<n, without bias; n must be positive.
    public mutating func integer(below n: Int) -> Int {
        require(n > 0, "integer(below:) needs a positive number, not \(n)")
        // Lemire's multiplication (2019); the few products that would favor some numbers are drawn again. The
        // standard library has a similar function, whose results may change.
        let bound = UInt64(n)
        let unfair = (0 &- bound) % bound
        while true {
            let product = next().multipliedFullWidth(by: bound)
            if product.low >= unfair { return Int(product.high) }
        }
    }

    /// Shuffles the elements, every order equally likely (Fisher and Yates).
    public mutating func shuffle<Value>(_ values: inout [Value]) {
        guard values.count > 1 else { return }
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, integer(below: last + 1))
        }
    }

    /// The integers 0..<n in random order.
    public mutating func permutation(_ n: Int) -> [Int] {
        var order = Array(0..<n)
        shuffle(&order)
        return order
    }
}

extension RandomGenerator: Resumable {
    /// The seed, the four words of the generator, and whether a spare normal number exists and its bits.
    public var state: SavedState { ["words": array] }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        try restore(state.array("words", .int64), state.path(of: "words"))
    }

    /// All of the state as one array.
    var array: SavedArray {
        let all = [seed, words.0, words.1, words.2, words.3, spare == nil ? 0 : 1, spare?.bitPattern ?? 0]
        return .integers(all.map { Int(bitPattern: UInt($0)) })
    }

    /// Resumes from such an array; the name is for errors.
    mutating func restore(_ array: SavedArray?, _ name: String) throws(StateError) {
        let array = try array.required(name, .int64, shape: [7])
        let all = (array.integers ?? []).map { UInt64(UInt(bitPattern: $0)) }
        // From these words xoshiro produces only 0.
        guard all[1...4].contains(where: { $0 != 0 }) else {
            throw StateError("\(name) is all 0, which no generator comes to")
        }
        seed = all[0]
        words = (all[1], all[2], all[3], all[4])
        spare = all[5] == 0 ? nil : Double(bitPattern: all[6])
    }
}

private func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
}
