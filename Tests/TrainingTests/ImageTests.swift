import Testing

@testable import Training

@Suite struct ImageTests {
    private typealias T = Tensor<Double>

    @Test func `names and start are torch's`() {
        var generator = RandomGenerator(seed: 1)
        let layer = Conv2d<Double>(in: 3, out: 8, kernel: 5, using: &generator)
        #expect(layer.parameters.map(\.name) == ["weight", "bias"])
        #expect(layer.weight.shape == [8, 3, 5, 5] && layer.bias?.shape == [8])
        let bound = 1 / 75.0.squareRoot()
        for parameter in layer.parameters { #expect(parameter.tensor.values.allSatisfy { abs($0) <= bound }) }
        #expect(layer.weight.values.contains { abs($0) > 0.98 * bound })
        #expect(Conv2d<Double>(in: 3, out: 8, kernel: 5, bias: false, using: &generator).parameters.count == 1)
        #expect(BatchNorm<Double>(channels: 4).parameters.map(\.name) == ["weight", "bias"])
        #expect(BatchNorm<Double>(channels: 4).parameterCount == 8)
    }

    @Test func `the largest of equals and of NaN`() {
        let image = T([1, 1, 1, 1, .nan, 5, .nan, 7], shape: [1, 2, 2, 2], requiresGrad: true)
        let largest = MaxPool2d<Double>(kernel: 2)(image)
        #expect(largest.values[0] == 1 && largest.values[1].isNaN)
        largest.sum().backward()
        #expect(image.grad?.values.prefix(4) == [1, 0, 0, 0])
        // Only what lies in the image is compared: the padding is no zero.
        #expect(MaxPool2d<Double>(kernel: 2, stride: 2, padding: 1)(T([-3], shape: [1, 1, 1, 1])).values == [-3])
    }

    @Test func `no images`() {
        let none = T([], shape: [0, 2, 4, 4])
        var generator = RandomGenerator(seed: 1)
        #expect(Conv2d<Double>(in: 2, out: 3, kernel: 3, using: &generator)(none).shape == [0, 3, 2, 2])
        #expect(MaxPool2d<Double>(kernel: 2)(none).shape == [0, 2, 2, 2])
        #expect(AvgPool2d<Double>(kernel: 2)(none).shape == [0, 2, 2, 2])
        #expect(Flatten<Double>()(none).shape == [0, 32])
    }

    @Test func `a small network takes its step`() throws {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Float>(
            Conv2d(in: 1, out: 4, kernel: 3, padding: 1, using: &generator),
            BatchNorm(channels: 4),
            ReLU(),
            MaxPool2d(kernel: 2),
            Flatten(),
            Linear(in: 4 * 4 * 4, out: 3, using: &generator)
        )
        #expect(model.parameters.map(\.name) == ["0.weight", "0.bias", "1.weight", "1.bias", "5.weight", "5.bias"])
        let images = Tensor<Float>((0..<6 * 64).map { _ in Float(generator.normal()) }, shape: [6, 1, 8, 8])
        let optimizer = try Adam(model.parameters, learningRate: 0.01)
        var losses: [Float] = []
        for _ in 0..<30 {
            optimizer.zeroGrad()
            let loss = Losses.crossEntropy(model(images), [0, 1, 2, 0, 1, 2])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        }
        #expect(losses.last! < 0.1 * losses.first!)
    }
}
