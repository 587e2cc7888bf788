import Testing

@testable import Training

/// Convolution and pooling against their definitions, number by number.
@Suite struct ConvolutionTests {
    private struct Sizes {
        var images, inputs, outputs: Int
        var image: (Int, Int)
        var kernel: (Int, Int)
        var stride: (Int, Int)
        var padding: (Int, Int)

        var result: (Int, Int) {
            (
                (image.0 + 2 * padding.0 - kernel.0) / stride.0 + 1,
                (image.1 + 2 * padding.1 - kernel.1) / stride.1 + 1
            )
        }

        static func draw(_ generator: inout RandomGenerator) -> Sizes {
            func one(_ most: Int) -> Int { generator.integer(below: most) + 1 }
            let kernel = (one(5), one(5))
            let strides = generator.integer(below: 3) == 0 ? (one(3), one(3)) : (1, 1)
            return Sizes(
                images: one(19),
                inputs: one(7),
                outputs: one(15),
                image: (kernel.0 + generator.integer(below: 12), kernel.1 + generator.integer(below: 40)),
                kernel: kernel,
                stride: strides,
                padding: (generator.integer(below: 3), generator.integer(below: 3))
            )
        }

        /// Calls with the places in image, weight and result that belong together.
        func forEachProduct(_ body: (_ image: Int, _ weight: Int, _ result: Int) -> Void) {
            for n in 0..<images {
                for o in 0..<outputs {
                    for v in 0..<result.0 {
                        for u in 0..<result.1 {
                            let target = ((n * outputs + o) * result.0 + v) * result.1 + u
                            for c in 0..<inputs {
                                for ky in 0..<kernel.0 {
                                    for kx in 0..<kernel.1 {
                                        let y = v * stride.0 + ky - padding.0
                                        let x = u * stride.1 + kx - padding.1
                                        guard (0..<image.0).contains(y), (0..<image.1).contains(x) else { continue }
                                        body(
                                            ((n * inputs + c) * image.0 + y) * image.1 + x,
                                            ((o * inputs + c) * kernel.0 + ky) * kernel.1 + kx,
                                            target
                                        )
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func tensor<Number: Scalar>(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor<Number> {
        let tensor = Tensor<Number>.zeros(shape, requiresGrad: true)
        tensor.withMutableValues { values in for i in values.indices { values[i] = Number(generator.normal()) } }
        return tensor
    }

    private func farthest<Number: Scalar>(_ left: Tensor<Number>?, _ right: [Double]) -> Double {
        guard let left, left.count == right.count else { return .infinity }
        return zip(left.values, right).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
    }

    private func compare<Number: Scalar>(_ type: Number.Type, rounds: Int, within tolerance: Double) {
        var generator = RandomGenerator(seed: 8)
        for _ in 0..<rounds {
            let s = Sizes.draw(&generator)
            let x: Tensor<Number> = tensor([s.images, s.inputs, s.image.0, s.image.1], &generator)
            let weight: Tensor<Number> = tensor([s.outputs, s.inputs, s.kernel.0, s.kernel.1], &generator)
            let bias: Tensor<Number>? = generator.integer(below: 2) == 1 ? tensor([s.outputs], &generator) : nil
            let y = x.conv2d(weight: weight, bias: bias, stride: s.stride, padding: s.padding)
            #expect(y.shape == [s.images, s.outputs, s.result.0, s.result.1])
            let dy: Tensor<Number> = tensor(y.shape, &generator)
            // The second pass adds to what the first has left.
            for _ in 0..<2 {
                x.conv2d(weight: weight, bias: bias, stride: s.stride, padding: s.padding).backward(dy.detach())
            }

            let (places, factor) = (s.result.0 * s.result.1, 2.0)
            var result = (0..<y.count).map { i in bias.map { Double($0.values[i / places % s.outputs]) } ?? 0 }
            var (dx, dw) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: weight.count))
            var db = [Double](repeating: 0, count: s.outputs)
            let (xs, ws, ds) = (x.values.map(Double.init), weight.values.map(Double.init), dy.values.map(Double.init))
            s.forEachProduct { image, tap, place in
                result[place] += xs[image] * ws[tap]
                dx[image] += factor * ws[tap] * ds[place]
                dw[tap] += factor * xs[image] * ds[place]
            }
            for i in ds.indices { db[i / places % s.outputs] += factor * ds[i] }
            #expect(farthest(y, result) < tolerance, "\(s)")
            #expect(farthest(x.grad, dx) < tolerance, "\(s)")
            #expect(farthest(weight.grad, dw) < tolerance * 10, "\(s)")
            if let bias { #expect(farthest(bias.grad, db) < tolerance * 10, "\(s)") }
        }
    }

    /// Windows that see padding alone: of empty images there is nothing to choose from, and nothing gets a gradient.
    @Test(arguments: [[2, 3, 0, 4], [2, 3, 4, 0], [2, 3, 0, 0]]) func `pools of empty images`(_ shape: [Int]) {
        let x = Tensor<Float>.zeros(shape, requiresGrad: true)
        let largest = MaxPool2d<Float>(kernel: 2, padding: 1)(x)
        let mean = AvgPool2d<Float>(kernel: 2, padding: 1)(x)
        #expect(largest.count > 0 && largest.values.allSatisfy { $0 == -.infinity })
        #expect(mean.count == largest.count && mean.values.allSatisfy { $0 == 0 })
        (largest + mean).sum().backward()
        #expect(x.grad?.values == [])
    }

    @Test func `every size is the definition`() {
        compare(Double.self, rounds: 24, within: 1e-12)
        compare(Float.self, rounds: 12, within: 1e-4)
    }

    /// Each number of the result, and of the gradient, for windows of every kind and rows of every length.
    @Test(arguments: [(2, 2, 0), (2, 1, 0), (3, 2, 1), (2, 2, 1), (3, 3, 0), (1, 2, 0)])
    func `pooling is the definition`(size: Int, stride: Int, padding: Int) {
        var generator = RandomGenerator(seed: 9)
        for width in size...37 {
            let height = size + generator.integer(below: 7)
            // Few values, so that equals are common; now and then a NaN.
            let x = Tensor<Float>(shape: [2, 3, height, width], requiresGrad: true) { values in
                for i in values.indices { values[i] = Float(generator.integer(below: 5)) }
                if width % 3 == 0 { values[generator.integer(below: values.count)] = .nan }
            }
            let pooled = MaxPool2d<Float>(kernel: size, stride: stride, padding: padding)(x)
            let mean = AvgPool2d<Float>(kernel: size, stride: stride, padding: padding)(x)
            let d: Tensor<Float> = tensor(pooled.shape, &generator)
            pooled.backward(d.detach())
            var (best, means) = ([Float](), [Float]())
            var (slopes, shares) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: x.count))
            let (rows, columns, values) = (pooled.shape[2], pooled.shape[3], x.values)
            for plane in 0..<6 {
                for place in 0..<rows * columns {
                    var (largest, found, sum) = (-Float.infinity, -1, 0.0)
                    let slope = Double(d.values[plane * rows * columns + place])
                    for tap in 0..<size * size {
                        let v = place / columns * stride - padding + tap / size
                        let u = place % columns * stride - padding + tap % size
                        guard (0..<height).contains(v), (0..<width).contains(u) else { continue }
                        let at = (plane * height + v) * width + u
                        sum += Double(values[at])
                        shares[at] += slope / Double(size * size)
                        if found < 0 || values[at] > largest || values[at].isNaN { (largest, found) = (values[at], at) }
                    }
                    best.append(largest)
                    means.append(Float(sum / Double(size * size)))
                    slopes[found] += slope
                }
            }
            #expect(agree(pooled.values, best, within: 0))
            #expect(agree(mean.values, means, within: 1e-7))
            #expect(farthest(x.grad, slopes) < 1e-5, "\(width)")
            MaxPool2d<Float>(kernel: size, stride: stride, padding: padding)(x).backward(d.detach())
            #expect(farthest(x.grad, slopes.map { 2 * $0 }) < 1e-5, "a second pass adds")
            x.grad = nil
            mean.backward(d)
            #expect(farthest(x.grad, shares) < 1e-5)
        }
    }
}

extension ThreadsTests {
    @Test func `images are the same bits with any number of threads`() {
        func gradients(threads: Int) -> [[Float]] {
            let before = Threads.count
            Threads.set(threads)
            defer { Threads.set(before) }
            var generator = RandomGenerator(seed: 3)
            let layer = Conv2d<Float>(in: 3, out: 7, kernel: 3, padding: 1, using: &generator)
            let x = Tensor<Float>.zeros([37, 3, 12, 12], requiresGrad: true)
            Init.normal(x, using: &generator)
            let y = MaxPool2d<Float>(kernel: 2)(layer(x))
            (y * y).sum().backward()
            return [y.values, x.grad!.values, layer.weight.grad!.values, layer.bias!.grad!.values]
        }
        let one = gradients(threads: 1)
        for threads in [2, 3, 8] { #expect(gradients(threads: threads) == one) }
    }
}
