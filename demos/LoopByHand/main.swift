// The training loop by hand: which of two symbols came first? Each step is printed as a line of JSON.
import Glibc
import Telemetry
import Training

func emit(_ event: Event) {
    var line = LineEncoder()
    line.append(event)
    write(STDOUT_FILENO, line.bytes, line.bytes.count)
}

var generator = RandomGenerator(seed: 1)
let recurrent = RNN<Float>(in: 6, hidden: 50, using: &generator)
let output = Linear<Float>(in: 50, out: 4, using: &generator)
Init.smartTanh(recurrent, output: output, using: &generator)
let model = NamedLayers<Float>([("rnn", recurrent), ("", LastStep()), ("output", output)])
let optimizer = try SGD(model.parameters, learningRate: 0.1)
var batches = FreshSequences<Float>(.temporalOrder(TemporalOrder(length: 20)), batch: 20, seed: 1)
var batch = Batch<Float>()
let (steps, start) = (1500, ContinuousClock.now)

emit(.run(Run(name: "loop by hand", parameters: model.parameterCount, steps: steps, optimizer: "sgd")))
for step in 1...steps {
    batches.next(into: &batch)
    optimizer.zeroGrad()
    let loss = Losses.crossEntropy(model(Tensor(batch.inputs, shape: batch.shape)), batch.classes)
    loss.backward()
    let clipped = try clipGradients(model.parameters, clip: .norm, maxNorm: 1)
    optimizer.step()

    var record = StepRecord(step: step, time: (ContinuousClock.now - start) / .seconds(1), loss: Double(loss.item()))
    (record.gradNorm, record.clippedNorm) = (clipped.norm, clipped.clippedNorm)
    (record.maxNorm, record.clip, record.clipCoefficient) = (1, "norm", clipped.coefficient)
    record.lr = optimizer.learningRate
    record.layers = zip(model.parameters, clipped.parameterNorms).map { NamedNumber($0.name, $1) }
    emit(.step(record))
}
emit(.end(End(outcome: .finished, step: steps)))
