/// A stream of random numbers that is the same on every machine and for every version of Swift.
///
/// xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64. Bounded integers and shuffles are made
/// here and not by the standard library, whose algorithms may change between releases.
public struct RandomStream: RandomNumberGenerator, Equatable, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - purpose: what the stream is for; the streams of two purposes are independent under one seed.
    public init(seed: UInt64, purpose: Purpose = .plain) {
        var filler = seed &+ purpose.rawValue &* 0xD1B5_4A32_D192_ED03
        func fill() -> UInt64 {
            filler &+= 0x9E37_79B9_7F4A_7C15
            var mixed = filler
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        state = (fill(), fill(), fill(), fill())
    }

    /// What a stream is for. Separate streams keep an evaluation from moving the training data, and so on.
    public enum Purpose: UInt64, Sendable {
        case plain, weights, shuffle, training, evaluation, split
    }

    public mutating func next() -> UInt64 {
        let scrambled = state.1 &* 5
        let result = ((scrambled << 7) | (scrambled >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// A whole number from 0 to `bound` - 1, each equally likely; `bound` is 1 or more.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a bound must be 1 or more")
        let bound = UInt64(bound)
        // Lemire's multiplication; the low part tells the few draws that would favour some numbers.
        let threshold = (0 &- bound) % bound
        while true {
            let product = next().multipliedFullWidth(by: bound)
            if product.low >= threshold { return Int(product.high) }
        }
    }

    /// A number from 0 up to and without 1, in steps of 2⁻⁵³.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Brings the elements into a random order, each order equally likely (Fisher and Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }

    public static func == (left: RandomStream, right: RandomStream) -> Bool { left.state == right.state }
}
