import Testing

@testable import Training

private struct LossCase: Decodable {
    struct Settings: Decodable {
        let weight: [Double]?
        let labelSmoothing: Double?
        let ignoreIndex: Int?
        let beta: Double?
        let delta: Double?
        let posWeight: [Double]?
    }

    let name: String
    let type: String
    let reduction: String
    let settings: Settings
    let shape: [Int]
    let prediction: [GoldenNumber]
    let loss: [GoldenNumber]
    let gradient: [GoldenNumber]
    let classes: [Int]?
    let target: [GoldenNumber]?
    let targetGradient: [GoldenNumber]?

    var title: String { "\(name), \(type), \(reduction), \(settings)" }

    /// Whether loss and gradients are PyTorch's.
    func passes<Number: Scalar>(_ number: Number.Type, within tolerance: Double, _ mutant: LossMutant = .none) -> Bool {
        let x = Tensor<Number>(prediction.typed(), shape: shape, requiresGrad: true)
        let t = target.map { Tensor<Number>($0.typed(), shape: shape, requiresGrad: targetGradient != nil) }
        let ours = compute(x, t, mutant)
        let places = Tensor<Number>((0..<ours.count).map { Number($0 + 1) }, shape: ours.shape)
        (ours * places).sum().backward()
        func near(_ a: [Number]?, _ b: [GoldenNumber]) -> Bool {
            guard let a, a.count == b.count else { return false }
            let b = b.typed(Number.self)
            let scale = b.map { $0.isFinite ? abs($0) : 0 }.max() ?? 0
            return zip(a, b).allSatisfy { ours, theirs in
                agree(ours, theirs, within: tolerance) || Double(abs(ours - theirs)) <= tolerance * Double(scale)
            }
        }
        return near(ours.values, loss) && near(x.grad?.values, gradient)
            && (targetGradient == nil || near(t?.grad?.values, targetGradient!))
    }

    private func compute<Number: Scalar>(_ x: Tensor<Number>, _ t: Tensor<Number>?, _ mutant: LossMutant) -> Tensor<
        Number
    > {
        let s = settings
        let mutated: Reduction = reduction == "mean" ? .sum : .mean
        let reduction = mutant == .otherReduction ? mutated : Reduction(rawValue: reduction)!
        let weights = mutant == .weightsForgotten ? nil : s.weight?.map { Number($0) }
        var smoothing = mutant == .smoothingForgotten ? 0 : s.labelSmoothing ?? 0
        if mutant == .smoothingOverOthers { smoothing *= Double(shape.last!) / Double(shape.last! - 1) }
        let ignored = s.ignoreIndex ?? -100
        let off = mutant == .otherThreshold ? 0.7 : 1
        func overRows(_ loss: (Reduction) -> Tensor<Number>) -> Tensor<Number> {
            let rows = mutant == .ignoredCounted ? shape[0] : classes!.count { $0 != ignored }
            return loss(.sum) / Number(rows)
        }
        let isMeanMutant = [.meanOverRows, .ignoredCounted].contains(mutant) && reduction == .mean
        switch name {
        case "classes":
            func loss(_ reduction: Reduction) -> Tensor<Number> {
                Losses.crossEntropy(
                    x,
                    classes!,
                    weights: weights,
                    labelSmoothing: smoothing,
                    reduction: reduction,
                    ignoreIndex: ignored
                )
            }
            return isMeanMutant ? overRows(loss) : loss(reduction)
        case "shares":
            return Losses.crossEntropy(
                x,
                probabilities: t!,
                weights: weights,
                labelSmoothing: smoothing,
                reduction: reduction
            )
        case "nll":
            func loss(_ reduction: Reduction) -> Tensor<Number> {
                Losses.nll(x, classes!, weights: weights, reduction: reduction, ignoreIndex: ignored)
            }
            return isMeanMutant ? overRows(loss) : loss(reduction)
        case "mse": return Losses.mse(x, t!, reduction: reduction)
        case "l1": return Losses.l1(x, t!, reduction: reduction)
        case "smooth l1": return Losses.smoothL1(x, t!, beta: s.beta! * off, reduction: reduction)
        case "huber":
            let delta = s.delta! * off
            return mutant == .huberUnscaled
                ? Losses.smoothL1(x, t!, beta: delta, reduction: reduction)
                : Losses.huber(x, t!, delta: delta, reduction: reduction)
        case "bce": return Losses.binaryCrossEntropy(x, t!, reduction: reduction)
        default:
            let positive = s.posWeight.map { Tensor($0.map { Number($0) }) }
            if mutant == .positiveForAll, let positive {
                let plain = Losses.binaryCrossEntropy(logits: x, t!, reduction: .none) * positive
                return reduction == .none ? plain : reduction == .sum ? plain.sum() : plain.mean()
            }
            return Losses.binaryCrossEntropy(logits: x, t!, positiveWeight: positive, reduction: reduction)
        }
    }
}

/// A mistake in a loss.
enum LossMutant: String, CaseIterable {
    case none
    case meanOverRows, smoothingOverOthers, ignoredCounted, weightsForgotten, smoothingForgotten
    case otherReduction, otherThreshold, huberUnscaled, positiveForAll
}

@Suite struct LossGoldenTests {
    private static let cases: [LossCase] = (try? golden("losses")) ?? []

    @Test func `every case as PyTorch`() {
        #expect(Self.cases.count == 180)
        for golden in Self.cases {
            let passed =
                golden.type == "float"
                ? golden.passes(Float.self, within: 1e-6) : golden.passes(Double.self, within: 1e-14)
            #expect(passed, "\(golden.title)")
        }
    }

    /// A result of NaN or 0 throughout hides what would be wrong in it.
    @Test func `every golden kills a mutant`() {
        for golden in Self.cases where golden.type == "double" && golden.reduction != "none" {
            let isEmpty = golden.loss.allSatisfy { $0.value.isNaN || $0.value == 0 }
            let killed = LossMutant.allCases.contains { !golden.passes(Double.self, within: 1e-9, $0) }
            #expect(killed || isEmpty, "\(golden.title)")
        }
    }

    @Test(arguments: LossMutant.allCases.filter { $0 != .none })
    func `every mutant is killed`(_ mutant: LossMutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The losses, in Double, that a mistake does not survive.
    static func killers(of mutant: LossMutant) -> [String] {
        cases.filter { $0.type == "double" && !$0.passes(Double.self, within: 1e-9, mutant) }.map(\.title)
    }

    /// The table of figures that PyTorch 2.13 gave.
    @Test func `known figures`() {
        let x = Tensor<Double>([1, 2, 3, 1, -1, 0.5, 0.2, 0.1, -3], shape: [3, 3])
        let weights = [1, 2, 0.5]
        func loss(_ weights: [Double]?, _ smoothing: Double, _ classes: [Int] = [2, 0, 1]) -> Double {
            Losses.crossEntropy(x, classes, weights: weights, labelSmoothing: smoothing).item()
        }
        #expect(agree(loss(nil, 0.1), 0.6704888344, within: 1e-7))
        #expect(agree(loss(weights, 0), 0.6542572975, within: 1e-7))
        #expect(agree(loss(weights, 0.1), 0.7388169765, within: 1e-7))
        #expect(agree(loss(weights, 0.1, [2, -100, 1]), 0.7519944906, within: 1e-7))
        let even = Tensor<Double>.full([3, 3], 1.0 / 3)
        #expect(agree(Losses.crossEntropy(x, probabilities: even).item(), 1.5204887390, within: 1e-7))
    }

    @Test func `at the edges`() {
        let x = Tensor<Double>([1, 2, 3, 4], shape: [2, 2], requiresGrad: true)
        let nothing = Losses.crossEntropy(x, [0, 0], weights: [0, 1])
        #expect(nothing.item().isNaN)
        nothing.backward()
        #expect(x.grad?.values == [0, 0, 0, 0])
        let ignored = Losses.nll(x, [-100, -100])
        #expect(ignored.item().isNaN)
        ignored.backward()
        #expect(x.grad?.values == [0, 0, 0, 0])
        let empty = Tensor<Double>([], shape: [0, 2])
        #expect(Losses.crossEntropy(empty, [], weights: nil).item().isNaN)
        #expect(Losses.crossEntropy(empty, probabilities: empty).item().isNaN)
        #expect(Losses.l1(empty, empty).item().isNaN && Losses.l1(empty, empty, reduction: .sum).item() == 0)
        let bad = Tensor<Double>([.nan, 2, -1, 0.5])
        let losses = Losses.binaryCrossEntropy(bad, Tensor([1, 1, 0, 1]), reduction: .none).values
        #expect(losses.prefix(3).allSatisfy(\.isNaN) && losses[3].isFinite)
        let nan = Tensor<Double>([.nan, 1])
        for loss in [
            Losses.l1(nan, nan), Losses.huber(nan, nan), Losses.smoothL1(nan, nan),
            Losses.binaryCrossEntropy(logits: nan, nan),
        ] {
            #expect(loss.item().isNaN)
        }
    }
}
