import Foundation

/// How much a fuzzer tries, and with which seed: short inside `Tests/run`, long by hand.
///
///     TRIMTAB_FUZZ=long Tests/run --filter Fuzz          the long form
///     TRIMTAB_FUZZ_SEED=7 Tests/run --filter Fuzz        the same tries as the run that printed seed 7
public enum Fuzz {
    /// The seed of all tries; a failing test prints it with the number of the try.
    public static let seed: UInt64 = variable("TRIMTAB_FUZZ_SEED").flatMap { UInt64($0) } ?? 1

    /// True when the long form was asked for.
    public static let isLong = variable("TRIMTAB_FUZZ") == "long"

    /// The number of tries: few in the short form, all of them in the long one.
    public static func tries(_ few: Int, long many: Int) -> Int { isLong ? many : few }

    /// The generator of one try: its draws depend on the seed and the try's number only, so that one try can be repeated alone.
    public static func generator(of attempt: Int) -> SplitMix64 {
        var generator = SplitMix64(seed: seed)
        return SplitMix64(seed: generator.next() &+ UInt64(truncatingIfNeeded: attempt) &* 0x9e37_79b9_7f4a_7c15)
    }

    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}

/// Steele, Lea and Flood's SplitMix64: small, and good enough to choose what to break.
public struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
