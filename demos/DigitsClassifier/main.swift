// The library's own loop: a classifier of handwritten digits. Run it in the root of the repository.
import Telemetry
import Training

let table = try CSVTable(path: "demos/digits.csv")
let examples = try Examples(table, target: "label", scale: 1 / 16, classes: true, path: "demos/digits.csv")
let (train, test) = examples.split(test: 360)

var generator = RandomGenerator(seed: 1)
let model = NamedLayers<Float>([
    ("hidden", Linear(in: 64, out: 64, using: &generator)), ("", ReLU()),
    ("output", Linear(in: 64, out: 10, using: &generator)),
])
let trainer = Trainer(
    plan: RunPlan(name: "digits", steps: 1000, clip: .norm, maxNorm: 1, optimizer: "adam"),
    model: model,
    loss: .crossEntropy,
    optimizer: try Adam(model.parameters, learningRate: 0.001),
    batches: DataLoader<Float>(train, batch: 32, seed: 1),
    evaluation: HeldOut<Float>(test)
)
trainer.run { event in
    var line = LineEncoder()
    line.append(event)
    print(String(decoding: line.bytes, as: UTF8.self), terminator: "")
}
