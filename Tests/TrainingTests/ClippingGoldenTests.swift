import Foundation
import Testing

@testable import Training

private struct ClippingCase: Decodable {
    let name: String
    let type: String
    let kind: String
    let maxNorm: GoldenNumber
    let normType: GoldenNumber?
    let gradients: [[GoldenNumber]?]
    let total: GoldenNumber?
    /// The list that is clipped, by place in `gradients`; nil for all in order.
    let places: [Int]?
    let after: [[GoldenNumber]?]

    /// Runs one way of clipping on the case: does it do what PyTorch did?
    func passes<Number: Scalar>(
        _ type: Number.Type,
        within tolerance: Double,
        _ clip: ([NamedParameter<Number>], ClippingCase) throws -> Double?
    ) rethrows -> Bool {
        let parameters: [NamedParameter<Number>] = parameters(gradients: gradients.map { $0?.typed() })
        let total = try clip(places.map { $0.map { parameters[$0] } } ?? parameters, self)
        guard agree(total ?? 0, self.total?.value ?? 0, within: tolerance) else { return false }
        return zip(parameters, after).allSatisfy { parameter, expected in
            guard let gradient = parameter.tensor.grad, let expected else {
                return parameter.tensor.grad == nil && expected == nil
            }
            return agree(gradient.values, expected.typed(), within: tolerance)
        }
    }
}

/// Clipping written a second time, plainly and after PyTorch's text, with the mistakes one may make.
enum ClippingMutant: String, CaseIterable {
    case none, noEpsilon, epsilonInsideMax, notClamped, onlyWhenAbove, nanLost, eachTensorAlone, firstTensorOnly
    case normOfSquares, nilIsAnElement, countsOfElements, nothingIsNaN, zeroUnguarded, valueOneSided, valueAsNorm,
        neverOverflowing, sharedOnce, measuredAgain

    fileprivate func clip<Number: Scalar>(_ parameters: [NamedParameter<Number>], _ golden: ClippingCase) -> Double? {
        let limit = Number(golden.maxNorm.value)
        guard let p = golden.normType?.value ?? (self == .valueAsNorm ? 2 : nil) else {
            for case let gradient? in parameters.map(\.tensor.grad) {
                gradient.assign(gradient.values.map { clamp($0, limit) })
            }
            return nil
        }
        var norms: [Number] = []
        for parameter in self == .sharedOnce ? withoutRepeats(parameters) : parameters {
            if let gradient = parameter.tensor.grad {
                norms.append(norm(gradient.values, p))
            } else if self == .nilIsAnElement {
                norms.append(1)
            }
        }
        if self == .firstTensorOnly { norms = Array(norms.prefix(1)) }
        var total = norms.isEmpty ? (self == .nothingIsNaN ? .nan : 0) : norm(norms, p)
        if self == .normOfSquares { total *= total }
        if self == .countsOfElements, p == 0 { total = norms.reduce(0, +) }
        if golden.kind == "split", self != .measuredAgain { total = golden.total!.typed() }
        for (index, gradient) in parameters.compactMap(\.tensor.grad).enumerated() {
            let measured = self == .eachTensorAlone ? norms[index] : total
            let c = coefficient(measured, limit)
            gradient.assign(gradient.values.map { $0 * c })
        }
        return golden.kind == "norm" ? Double(total) : golden.total?.value
    }

    private func clamp<Number: Scalar>(_ g: Number, _ limit: Number) -> Number {
        switch self {
        case .nanLost: min(max(-limit, g), limit)
        case .valueOneSided: g > limit ? limit : g
        default: g.isNaN ? g : min(max(g, -limit), limit)
        }
    }

    private func norm<Number: Scalar>(_ values: [Number], _ p: Double) -> Number {
        switch p {
        case 2 where self == .neverOverflowing:
            return Number(values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
        case 2: return values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        case 1: return values.reduce(0) { $0 + abs($1) }
        case .infinity, -.infinity:
            if self != .nanLost, values.contains(where: \.isNaN) { return .nan }
            let magnitudes = values.map { abs($0) }
            if magnitudes.isEmpty { return 0 }
            return p > 0 ? magnitudes.reduce(0) { $1 > $0 ? $1 : $0 } : magnitudes.min()!
        case 0: return Number(values.count { $0 != 0 })
        default: return Number(Foundation.pow(values.reduce(0) { $0 + Foundation.pow(Double(abs($1)), p) }, 1 / p))
        }
    }

    private func coefficient<Number: Scalar>(_ norm: Number, _ limit: Number) -> Number {
        let exact = 1 / (norm + Number(1e-6)) * limit
        switch self {
        case .noEpsilon: return norm == 0 ? 1 : min(limit / norm, 1)
        case .zeroUnguarded: return norm == 0 ? .nan : (exact > 1 ? 1 : exact)
        case .epsilonInsideMax: return min(limit / max(norm, Number(1e-6)), 1)
        case .notClamped: return exact
        case .onlyWhenAbove: return norm > limit || norm.isNaN ? (exact > 1 ? 1 : exact) : 1
        case .nanLost: return min(1, exact)
        default: return exact > 1 ? 1 : exact
        }
    }
}

@Suite struct ClippingGoldenTests {
    private static let cases: [ClippingCase] = (try? golden("clipping")) ?? []
    /// Two units in the last place of a Float: PyTorch sums in Float, we in Double.
    private static let tolerances = ["float": 1.2e-7 * 2, "double": 1e-15]

    private static func passes(_ golden: ClippingCase, _ mutant: ClippingMutant) -> Bool {
        let tolerance = tolerances[golden.type]!
        return golden.type == "float"
            ? golden.passes(Float.self, within: tolerance, mutant.clip)
            : golden.passes(Double.self, within: tolerance, mutant.clip)
    }

    private func ours<Number: Scalar>(_ parameters: [NamedParameter<Number>], _ golden: ClippingCase) throws -> Double?
    {
        switch golden.kind {
        case "value":
            try clipGradValue(parameters, clipValue: golden.maxNorm.value)
            return nil
        case "split":
            let total = golden.total!.value
            try clipGradsWithNorm(parameters, maxNorm: golden.maxNorm.value, totalNorm: total)
            return total
        default: break
        }
        return try clipGradNorm(
            parameters,
            maxNorm: golden.maxNorm.value,
            normType: golden.normType!.value
        )
    }

    @Test func `every case as PyTorch`() throws {
        #expect(Self.cases.count > 80)
        for golden in Self.cases {
            let tolerance = Self.tolerances[golden.type]!
            let passed =
                golden.type == "float"
                ? try golden.passes(Float.self, within: tolerance, ours)
                : try golden.passes(Double.self, within: tolerance, ours)
            #expect(passed, "\(golden.name), \(golden.type)")
        }
    }

    @Test func `the combined entry does the same`() throws {
        func combined<Number: Scalar>(_ p: [NamedParameter<Number>], _ golden: ClippingCase) throws -> Double? {
            let type = golden.normType?.value ?? 2
            let clipped = try clipGradients(
                p,
                clip: golden.kind == "norm" ? .norm : .value,
                maxNorm: golden.maxNorm.value,
                normType: type
            )
            let recomputed = try totalNorm(of: p, normType: type)
            // A norm that counts does not shrink by a factor.
            if type != 0 { #expect(agree(clipped.clippedNorm, recomputed, within: 1e-6), "\(golden.name)") }
            #expect(clipped.parameterNorms.count == p.count)
            return golden.kind == "norm" ? clipped.norm : nil
        }
        // It scales a shared gradient once for each time it is listed, so that the norm afterwards is no product.
        for golden in Self.cases where golden.kind != "split" && golden.places == nil {
            let tolerance = Self.tolerances[golden.type]!
            let passed =
                golden.type == "float"
                ? try golden.passes(Float.self, within: tolerance, combined)
                : try golden.passes(Double.self, within: tolerance, combined)
            #expect(passed, "\(golden.name), \(golden.type)")
        }
    }

    @Test func `the plain text passes`() {
        for golden in Self.cases { #expect(Self.passes(golden, .none), "\(golden.name), \(golden.type)") }
    }

    @Test func `every case kills a mutant`() {
        for golden in Self.cases {
            let killed = ClippingMutant.allCases.filter { $0 != .none && !Self.passes(golden, $0) }
            #expect(!killed.isEmpty, "\(golden.name), \(golden.type)")
        }
    }

    @Test(arguments: ClippingMutant.allCases.filter { $0 != .none })
    func `every mutant is killed`(_ mutant: ClippingMutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The cases that a mistake does not survive.
    static func killers(of mutant: ClippingMutant) -> [String] {
        cases.filter { !passes($0, mutant) }.map { "\($0.name), \($0.type)" }
    }
}
