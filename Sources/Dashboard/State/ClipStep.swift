import Telemetry

/// The gradient norm of one step, and the effect of clipping.
struct ClipStep: Equatable, Sendable {
    /// The kind of clipping.
    enum Kind: UInt8, Sendable {
        case unreported
        /// Norms are measured; gradients do not change.
        case off
        case norm, value
        /// A source's own.
        case other

        init(of record: borrowing StepRecord) {
            self =
                switch record.clipKind {
                case nil: record.clip == nil ? .unreported : .other
                case .some(.none): .off
                case .some(.norm): .norm
                case .some(.value): .value
                }
        }

        init(_ word: String?) {
            self =
                switch word {
                case nil: .unreported
                case "none": .off
                case "norm": .norm
                case "value": .value
                default: .other
                }
        }
    }

    /// The position on the step axis.
    var position: Int
    /// The norm before clipping; may be NaN or infinite.
    var norm: Double
    /// The clip factor, 0 to 1; NaN if unknown.
    var coefficient: Double
    /// The threshold; NaN if none was reported.
    var maxNorm: Double
    var kind: Kind

    /// Nil for a step without a norm.
    init?(_ record: borrowing StepRecord, at position: Int) {
        guard let norm = record.gradNorm else { return nil }
        self.position = position
        self.norm = norm
        maxNorm = record.maxNorm ?? .nan
        kind = Kind(of: record)
        coefficient = 1
        if kind != .off { coefficient = record.keptShare ?? computed }
    }

    private var computed: Double {
        kind == .norm && !maxNorm.isNaN ? WhatIf.coefficient(of: norm, under: maxNorm) : .nan
    }

    /// True if the gradient was scaled down; nil if that is unknown or the norm is not finite.
    var isClipped: Bool? {
        guard norm.isFinite else { return nil }
        if kind == .off { return false }
        if kind == .norm, !maxNorm.isNaN { return norm > maxNorm }
        return coefficient.isNaN ? nil : coefficient < StepRecord.unclippedFrom
    }

    /// True if both steps have the same kind and threshold; for `off` the threshold does not matter.
    func isUnderSameSetting(as other: ClipStep) -> Bool {
        isUnder(other.kind, other.maxNorm)
    }

    /// True if the step has this kind and threshold (NaN for none).
    func isUnder(_ kind: Kind, _ maxNorm: Double) -> Bool {
        self.kind == kind && (kind == .off || self.maxNorm == maxNorm || (self.maxNorm.isNaN && maxNorm.isNaN))
    }

    /// Compares bits, so that a step whose norm is NaN equals itself.
    static func == (left: ClipStep, right: ClipStep) -> Bool {
        left.position == right.position && left.kind == right.kind && left.norm.bitPattern == right.norm.bitPattern
            && left.coefficient.bitPattern == right.coefficient.bitPattern
            && left.maxNorm.bitPattern == right.maxNorm.bitPattern
    }
}
