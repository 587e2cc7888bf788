import Telemetry
import Testing

@testable import Training

/// Losses of a caller's own in a trainer: values of PyTorch 2.13, `loss.backward()` and SGD(lr=0.5) over four rows at once.
@Suite struct LossFunctionTests {
    private typealias T = Tensor<Double>

    /// Four rows of two features in batches of these sizes.
    private struct Rows: BatchSource, Unsaved {
        let sizes: [Int]
        let isBinary: Bool
        var place = 0

        var batchesPerEpoch: Int? { sizes.count }

        mutating func next(into batch: inout Batch<Double>) {
            let start = sizes[..<place].reduce(0, +)
            let range = start..<start + sizes[place]
            batch.inputs = Array([1, 2, -1, 0.5, 0.25, -2, 2, 1][range.lowerBound * 2..<range.upperBound * 2])
            batch.shape = [range.count, 2]
            batch.classes = Array((isBinary ? [0, 1, 1, 0] : [0, 2, 1, 2])[range])
            place = (place + 1) % sizes.count
        }
    }

    private func check(
        _ loss: LossFunction<Double>,
        isBinary: Bool = false,
        losses: [Double],
        weights: [Double],
        _ place: SourceLocation = #_sourceLocation
    ) throws {
        for sizes in [[4], [3, 1], [1, 2, 1]] {
            let layer = Linear<Double>(
                weight: T(
                    isBinary ? [1, -0.5] : [1, -0.5, 0.25, 0.5, -0.75, 0.125],
                    shape: [isBinary ? 1 : 3, 2],
                    requiresGrad: true
                ),
                bias: T(isBinary ? [0.1] : [0, 0.1, -0.1], requiresGrad: true)
            )
            let trainer = Trainer(
                plan: RunPlan(name: "a", steps: 2, accumulate: sizes.count),
                model: layer,
                loss: loss,
                optimizer: try SGD(layer.parameters, learningRate: 0.5),
                batches: Rows(sizes: sizes, isBinary: isBinary)
            )
            let events = trainer.events()
            for (ours, theirs) in [(events.losses, losses), (layer.weight.values, weights)] {
                #expect(
                    zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-13 },
                    "\(sizes): \(ours)",
                    sourceLocation: place
                )
            }
        }
    }

    @Test func `class weights`() throws {
        let weights = [1.0, 4, 0.5]
        try check(
            LossFunction(weight: { $0.classes.reduce(0) { $0 + weights[$1] } }) {
                Losses.crossEntropy($0, $1.classes, weights: weights)
            },
            losses: [2.1799305231847668, 0.6907381740172925],
            weights: [
                0.9149684502755846, 0.30521139216135956, 0.24997026994815047, -0.5306953814092625, -0.6649387202237351,
                0.35048398924790286,
            ]
        )
    }

    /// A batch of nothing but ignored targets, which one of the splits has, is left out.
    @Test func `ignored class`() throws {
        try check(
            LossFunction(weight: { Double($0.classes.count { $0 != 2 }) }) {
                Losses.crossEntropy($0, $1.classes, ignoreIndex: 2)
            },
            losses: [2.0153803653094076, 0.3237597977932574],
            weights: [
                1.1857198407807303, 0.4890311604183751, 0.1256344667091884, -0.5423017299973432, -0.8113543074899189,
                0.17827056957896803,
            ]
        )
    }

    @Test func `negative log likelihood`() throws {
        try check(
            LossFunction { Losses.nll($0.logSoftmax(), $1.classes) },
            losses: [2.0172902678550826, 1.3097609306755031],
            weights: [
                0.8269289916988205, -0.0032319559203153325, 0.09758999405572104, -0.2656313226848364,
                -0.4245189857545416, 0.3938632786051518,
            ]
        )
    }

    @Test func `positive weight`() throws {
        try check(
            LossFunction { output, batch in
                let targets = T(batch.classes.map(Double.init), shape: output.shape)
                return Losses.binaryCrossEntropy(logits: output, targets, positiveWeight: T([3]))
            },
            isBinary: true,
            losses: [1.873766216153183, 1.1905146451128428],
            weights: [0.04191863432013365, -0.8836037234263943]
        )
    }

    // MARK: Evaluations

    private struct HeldOutRows: EvaluationSource, Unsaved {
        var classes: [[Int]]
        var place = 0
        var split: String { "test" }

        mutating func restart() { place = 0 }

        mutating func next(into batch: inout Batch<Double>) -> Bool {
            guard place < classes.count else { return false }
            batch.classes = classes[place]
            batch.inputs = batch.classes.map { _ in 1 }
            batch.shape = [batch.classes.count, 1]
            place += 1
            return true
        }
    }

    private func evaluation(_ loss: LossFunction<Double>, _ classes: [[Int]]) throws -> Evaluation? {
        let layer = Linear<Double>(weight: T([2, 1], shape: [2, 1], requiresGrad: true), bias: nil)
        let trainer = Trainer(
            plan: RunPlan(name: "a", steps: 1),
            model: layer,
            loss: loss,
            optimizer: try SGD(layer.parameters, learningRate: 0),
            batches: Rows(sizes: [4], isBinary: true),
            evaluation: HeldOutRows(classes: classes)
        )
        return trainer.evaluate()
    }

    @Test func `an evaluation counts by weight and leaves out what is ignored`() throws {
        // Logits 2 and 1: class 0 has the loss a, and class 1 the loss a + 1.
        let a = 0.31326168751822286
        let plain = try evaluation(LossFunction(.crossEntropy), [[0, 1, -100], [-100], [0]])
        #expect(abs(plain!.loss! - (a + 1.0 / 3)) < 1e-14 && plain?.accuracy == 2.0 / 3)
        let own = LossFunction<Double>(
            weight: { $0.classes.reduce(0) { $0 + [1, 4][$1] } },
            accuracy: { Accuracy($0, $1.classes) }
        ) { Losses.crossEntropy($0, $1.classes, weights: [1, 4]) }
        let weighted = try evaluation(own, [[0, 1], [0]])
        #expect(abs(weighted!.loss! - (a + 4.0 / 6)) < 1e-14 && weighted?.accuracy == 2.0 / 3)
        #expect(try evaluation(LossFunction { Losses.crossEntropy($0, $1.classes) }, [[0]])?.accuracy == nil)
        #expect(try evaluation(LossFunction(.crossEntropy), [[-100]])?.loss?.isNaN == true)
        #expect(try evaluation(LossFunction(.crossEntropy), []) == nil)
    }

    @Test func `anything but a single number stops the program`() async {
        let stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LossFunction<Float> { output, _ in output }(.ones([2, 3]), Batch())
        }
        let text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("LossFunction: shape [2, 3]: a loss is a single number"))
    }
}
