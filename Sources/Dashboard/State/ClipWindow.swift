import Telemetry

/// What clipping did in the last steps.
public struct ClipWindow: Sendable, Equatable {
    /// Steps looked back on.
    public static let length = 200

    /// Clip coefficients of the last steps, oldest first; NaN where the norm was not finite.
    public var coefficients: [Double] { Array(ring[next...] + ring[..<next]) }

    private var ring: [Double] = []
    private var next = 0

    public init() {}

    public var count: Int { ring.count }
    public var last: Double? { ring.isEmpty ? nil : ring[(next + ring.count - 1) % ring.count] }

    /// Takes a step's coefficient; where it tells none, clipped norm over gradient norm, 1 where nothing was clipped.
    public mutating func take(_ record: borrowing StepRecord) {
        guard let coefficient = record.clipCoefficient ?? Self.quotient(record) else { return }
        if ring.count < Self.length {
            ring.append(coefficient)
        } else {
            ring[next] = coefficient
            next = (next + 1) % Self.length
        }
    }

    /// Share of the steps in which clipping shortened the gradient; nil before the first.
    ///
    /// PyTorch scales by max_norm / (norm + 1e-6) and so shrinks a little even at the threshold: only what is below
    /// 1 by more than that counts.
    public var rate: Double? {
        guard !ring.isEmpty else { return nil }
        return Double(ring.count { $0 < 1 - 1e-5 }) / Double(ring.count)
    }

    /// Mean coefficient over the steps with a finite norm; nil when there are none.
    public var mean: Double? {
        let finite = ring.filter(\.isFinite)
        return finite.isEmpty ? nil : finite.reduce(0, +) / Double(finite.count)
    }

    private static func quotient(_ record: borrowing StepRecord) -> Double? {
        guard let before = record.gradNorm, let after = record.clippedNorm else { return nil }
        return before == 0 ? 1 : after / before
    }
}
