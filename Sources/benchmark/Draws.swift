/// Numbers that every side makes alike, bit for bit, from two whole ones: which draw, and the place in it. So that weights
/// and batches need not be passed on. `draws.py` is the same.
enum Draws {
    /// 24 random bits for each place.
    static func bits(_ draw: Int, _ count: Int) -> [UInt32] {
        (0..<UInt32(count)).map { place in
            var x = place &* 0x9E37_79B9 &+ UInt32(draw) &* 0x85EB_CA6B
            x = (x ^ x >> 16) &* 0x7FEB_352D
            x = (x ^ x >> 15) &* 0x846C_A68B
            return (x ^ x >> 16) >> 8
        }
    }

    /// Uniform in ±bound.
    static func uniform(_ draw: Int, _ count: Int, bound: Float) -> [Float] {
        bits(draw, count).map { (Float($0) * 0x1p-23 - 1) * bound }
    }

    /// Whole numbers below n.
    static func classes(_ draw: Int, _ count: Int, below n: Int) -> [Int] {
        bits(draw, count).map { Int($0) % n }
    }

    /// Draws of weights begin here, one for each parameter; those of batches, two for each.
    static let weights = 0
    static let batches = 1000
}
