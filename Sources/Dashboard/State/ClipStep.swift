import Telemetry

/// The gradient norm of one step, and what clipping did to it.
struct ClipStep: Equatable, Sendable {
    /// What gradients are clipped by.
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

    /// Where the step lies on the step axis.
    var place: Int
    /// Before clipping; not finite where it overflowed or held NaN.
    var norm: Double
    /// What was left of the norm, 0 to 1; NaN where that is not known.
    var coefficient: Double
    /// The threshold the step ran under; NaN where none was reported.
    var maxNorm: Double
    var kind: Kind

    /// Nil for a step without a norm.
    init?(_ record: borrowing StepRecord, at place: Int) {
        guard let norm = record.gradNorm else { return nil }
        self.place = place
        self.norm = norm
        maxNorm = record.maxNorm ?? .nan
        kind = Kind(of: record)
        coefficient = 1
        if kind != .off { coefficient = record.keptShare ?? computed }
    }

    private var computed: Double {
        kind == .norm && !maxNorm.isNaN ? WhatIf.coefficient(of: norm, under: maxNorm) : .nan
    }

    /// Whether clipping shortened the gradient; nil where that is not known, and where the norm is not finite.
    var isClipped: Bool? {
        guard norm.isFinite else { return nil }
        if kind == .off { return false }
        if kind == .norm, !maxNorm.isNaN { return norm > maxNorm }
        return coefficient.isNaN ? nil : coefficient < StepRecord.unclippedFrom
    }

    /// True for steps that were clipped alike: under `off` the threshold does not matter.
    func isUnderSameSetting(as other: ClipStep) -> Bool {
        isUnder(other.kind, other.maxNorm)
    }

    /// True for a step that was clipped by this kind and threshold, NaN for none.
    func isUnder(_ kind: Kind, _ maxNorm: Double) -> Bool {
        self.kind == kind && (kind == .off || self.maxNorm == maxNorm || (self.maxNorm.isNaN && maxNorm.isNaN))
    }

    /// By bits, so that a step whose norm is NaN equals itself.
    static func == (left: ClipStep, right: ClipStep) -> Bool {
        left.place == right.place && left.kind == right.kind && left.norm.bitPattern == right.norm.bitPattern
            && left.coefficient.bitPattern == right.coefficient.bitPattern
            && left.maxNorm.bitPattern == right.maxNorm.bitPattern
    }
}
