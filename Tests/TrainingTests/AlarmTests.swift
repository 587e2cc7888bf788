import Telemetry
import Testing

@testable import Training

/// One step of a model that a test makes wrong on purpose.
private struct OneStep {
    var inputs: [Float] = [1, -2, 3, 0.5, 1.5, -1]
    var classes = [0, 1]
    var policy = NonFinitePolicy.continue
    var clip = Clip.norm
    var lr = 0.5
    var inspecting = false

    /// Two rows of three features.
    private struct Rows: BatchSource, Unsaved {
        let batch: Batch<Float>
        var batchesPerEpoch: Int? { 1 }

        mutating func next(into batch: inout Batch<Float>) { batch = self.batch }
    }

    func record(_ model: any Module<Float>) throws -> StepRecord {
        var batch = Batch<Float>()
        (batch.inputs, batch.shape, batch.classes) = (inputs, [2, 3], classes)
        let trainer = Trainer(
            plan: RunPlan(name: "one", steps: 1, clip: clip, nonFinite: policy),
            model: model,
            loss: .crossEntropy,
            optimizer: try SGD(model.parameters, learningRate: lr),
            batches: Rows(batch: batch)
        )
        return trainer.step(1, inspecting: inspecting)
    }
}

/// A root between two layers: its gradient at 0 is infinite, and the loss is not.
private struct Root: Module {
    typealias Element = Float

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input.sqrt() }
}

@Suite struct AlarmTests {
    private func linear(_ weight: [Float], bias: [Float]? = nil) -> Linear<Float> {
        let count = weight.count / 3
        return Linear(
            weight: Tensor(weight, shape: [count, 3], requiresGrad: true),
            bias: bias.map { Tensor($0, requiresGrad: true) }
        )
    }

    private func named(_ layers: (String, any Module<Float>)...) -> NamedLayers<Float> {
        NamedLayers(layers.map { (name: $0.0, module: $0.1) })
    }

    @Test func `a sound step has none`() throws {
        for inspecting in [true, false] {
            var step = OneStep()
            step.inspecting = inspecting
            #expect(try step.record(linear([1, 0, 0, 0, 1, 0])).alarms.isEmpty)
        }
    }

    @Test func `NaN in the inputs: the loss and the first gradient`() throws {
        var step = OneStep()
        step.inputs[1] = .nan
        let model = named(("a", linear([1, 0, 0, 0, 1, 0, 0, 0, 1])), ("b", linear([1, 0, 0, 0, 1, 0])))
        let record = try step.record(model)
        // The update that PyTorch would take makes every weight NaN: from then on they are to blame.
        #expect(record.alarms == [Alarm(.lossNaN), Alarm(.normNaN, parameter: "a.weight")])
        step.inputs[1] = 0
        let after = try step.record(model)
        #expect(after.alarms.first == Alarm(.lossNaN, parameter: "a.weight"))
        #expect(
            record.failure == "step 1: the loss is NaN, the gradient norm of a.weight is NaN"
                && after.failure.hasPrefix("step 1: the loss is NaN and a.weight itself is not finite, ")
        )
    }

    @Test func `−∞ on a true class: the loss is infinite`() throws {
        let record = try OneStep().record(linear([1, 0, 0, 0, 1, 0], bias: [-.infinity, 0]))
        #expect(record.loss == .infinity)
        #expect(record.alarms.first == Alarm(.lossInfinite, parameter: "bias"))
    }

    @Test func `an infinite gradient under a finite loss`() throws {
        var step = OneStep()
        (step.inputs, step.classes) = ([1, 2, 1, 3, 1, 2], [0, 0])
        // The second unit of the first layer is 0 in both rows, and the root's slope there is infinite.
        let first = linear([1, 1, 1, 0, 0, 0, 1, 0, 1], bias: [1, 0, 1])
        let model = named(("a", first), ("", Root()), ("b", linear([1, 2, 3, 4, 5, 6])))
        let record = try step.record(model)
        #expect(record.loss?.isFinite == true && record.gradNorm == .infinity)
        #expect(record.alarms.first == Alarm(.normInfinite, parameter: "a.weight"))
        #expect(record.failure == "step 1: the gradient norm of a.weight is Infinity")
    }

    @Test func `finite gradients whose norm overflows: the update is zeroed, and the alarm says which it is`() throws {
        var step = OneStep()
        step.inputs = step.inputs.map { $0 * 1e20 }
        step.classes = [1, 0]
        let model = linear([1, 0, 0, 0, 1, 0])
        let record = try step.record(model)
        #expect(record.loss?.isFinite == true && record.gradNorm == .infinity && record.clippedNorm == 0)
        #expect(record.clipCoefficient == 0 && record.updateRatio == 0)
        #expect(record.alarms == [Alarm(.normOverflow, parameter: "weight"), Alarm(.updateZero)])
        #expect(model.weight.values == [1, 0, 0, 0, 1, 0], "the silent freeze")
        #expect(record.failure == "step 1: the gradient norm overflows at weight, though every gradient is finite")

        // Measured alone the same gradients move the weights.
        step.clip = .none
        let free = try step.record(model)
        #expect(free.alarms == [Alarm(.normOverflow, parameter: "weight")] && free.clipCoefficient == nil)
        #expect(free.updateRatio! > 1e18)
        step.policy = .skip
        let withheld = try step.record(linear([1, 0, 0, 0, 1, 0]))
        #expect(withheld.isWithheld && withheld.updateRatio == nil)
        #expect(withheld.alarms == [Alarm(.normOverflow, parameter: "weight")])
    }

    @Test func `no gradient at all, and a rate of 0`() throws {
        // Every unit is dead, so nothing before the last layer learns, and that layer sees zeros.
        let dead = named(("a", linear([0, 0, 0, 0, 0, 0, 0, 0, 0])), ("", ReLU()), ("b", linear([1, 2, 3, 4, 5, 6])))
        let record = try OneStep().record(dead)
        #expect(record.gradNorm == 0 && record.updateRatio == 0 && record.clipCoefficient == 1)
        #expect(record.alarms == [Alarm(.normZero), Alarm(.updateZero)])

        var still = OneStep()
        still.lr = 0
        #expect(try still.record(linear([1, 0, 0, 0, 1, 0])).alarms.isEmpty, "not looked at")
        still.inspecting = true
        #expect(try still.record(linear([1, 0, 0, 0, 1, 0])).alarms == [Alarm(.updateZero)])
    }

    @Test(arguments: Clip.allCases)
    func `the update ratio is the length of the step over that of the weights`(clip: Clip) throws {
        var step = OneStep()
        (step.inspecting, step.clip) = (true, clip)
        let record = try step.record(linear([1, 2, 0, 0, 1, -1], bias: [3, 0]))
        let expected = 0.5 * record.clippedNorm! / 16.0.squareRoot()
        #expect(abs(record.updateRatio! / expected - 1) < 1e-6)
        step.inspecting = false
        #expect(try step.record(linear([1, 0, 0, 0, 1, 0])).updateRatio == nil)
    }

    @Test func `a weight that was 0 and moved has moved infinitely far; one that became NaN, nobody knows`() {
        let zeros = parameters([[0.0, 0]])
        let meter = UpdateMeter(zeros)
        #expect(meter.measure() == (0, 0))
        zeros[0].tensor.assign([3, 4])
        #expect(meter.measure() == (5, .infinity))
        zeros[0].tensor.assign([.nan, 4])
        #expect(meter.measure().ratio.isNaN)
    }
}
