import Testing

@testable import Training

@Suite struct TensorTests {
    typealias T = Tensor<Double>

    @Test func `a tensor holds its values`() {
        let t = T([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(t.shape == [2, 3])
        #expect(t.count == 6)
        #expect(t.values == [1, 2, 3, 4, 5, 6])
        #expect(T(7).shape == [])
        #expect(T(7).item() == 7)
        #expect(T([], shape: [0, 3]).values == [])
        #expect(T.full([2], 3).values == [3, 3])
        #expect(T(shape: [2]) { _ = $0.update(fromContentsOf: [8, 9]) }.values == [8, 9])
        #expect(t.description == "Tensor[2, 3](1.0, 2.0, 3.0, 4.0, 5.0, 6.0)")
    }

    @Test func `shapes broadcast as NumPy does`() {
        let table: [(left: [Int], right: [Int], result: [Int])] = [
            ([3, 4], [4], [3, 4]), ([3, 1], [4], [3, 4]), ([], [2, 2], [2, 2]), ([1], [3], [3]),
            ([2, 1, 4], [3, 1], [2, 3, 4]), ([0, 4], [4], [0, 4]), ([1, 4], [0, 1], [0, 4]),
        ]
        for row in table {
            #expect((T.ones(row.left) + T.ones(row.right)).shape == row.result)
            #expect((T.ones(row.right) * T.ones(row.left)).shape == row.result)
        }
        let sum = T([1, 2, 3], shape: [3, 1]) + T([10, 20])
        #expect(sum.values == [11, 21, 12, 22, 13, 23])
    }

    @Test func `gradients flow through empty tensors`() {
        let empty = T([], shape: [0, 4], requiresGrad: true)
        let row = T.ones([4], requiresGrad: true)
        (empty * row).sum().backward()
        #expect(row.grad?.values == [0, 0, 0, 0])
        #expect(empty.grad?.shape == [0, 4])
    }

    @Test func `detach and without grad end the graph`() {
        let x = T([1, 2], requiresGrad: true)
        #expect((x * 2).requiresGrad)
        #expect(!(x * 2).detach().requiresGrad)
        let (inside, nested) = withoutGrad { (x * 2, withoutGrad { x * 3 }) }
        #expect(!inside.requiresGrad && !nested.requiresGrad)
        #expect((x * 2).requiresGrad)
        struct Failure: Error {}
        #expect(throws: Failure.self) { try withoutGrad { throw Failure() } }
        #expect((x * 2).requiresGrad, "gradients are enabled again after an error")
        let y = x.detach()
        y.assign([5, 6])
        #expect(x.values == [5, 6], "detach shares the memory")
    }

    @Test func `gradient is nil until backward`() {
        let x = T([1, 2], requiresGrad: true)
        let y = (x * x).sum()
        #expect(x.grad == nil)
        y.backward()
        #expect(x.grad?.values == [2, 4])
        #expect(y.grad == nil, "only leaves keep a gradient")
    }

    @Test func `backward takes a gradient`() {
        let x = T([1, 2], requiresGrad: true)
        let start = T([10, 100])
        (x * 3).backward(start)
        #expect(x.grad?.values == [30, 300])
        #expect(start.values == [10, 100])
        let leaf = T(4, requiresGrad: true)
        leaf.backward()
        leaf.backward()
        #expect(leaf.grad?.item() == 2)
    }

    @Test func `gradients of one tensor do not share memory`() {
        let (a, b) = (T([1, 2], requiresGrad: true), T([3, 4], requiresGrad: true))
        (a + b).sum().backward()
        a.grad!.assign([7, 7])
        #expect(b.grad!.values == [1, 1])
        let c = T([1, 2], requiresGrad: true)
        let seed = T([1, 1])
        c.reshape([2, 1]).reshape([2]).backward(seed)
        c.grad!.assign([9, 9])
        #expect(seed.values == [1, 1])
    }

    @Test func `a graph may be very long`() {
        let x = T(1, requiresGrad: true)
        var y = x
        for _ in 0..<200_000 { y = y + 1e-6 }
        y.backward()
        #expect(x.grad?.item() == 1)
    }

    @Test func `a long graph may be dropped unused`() {
        let x = T(1, requiresGrad: true)
        var y = x * 1
        for _ in 0..<200_000 { y = y + x }
        y = x
        #expect(y === x)
    }

    @Test func `a part of a graph may be kept`() {
        let x = T(2, requiresGrad: true)
        let shared = x * 3
        var long = shared
        for _ in 0..<10 { long = long * 1 }
        long = x
        shared.backward()
        #expect(x.grad?.item() == 3)
    }

    @Test func `the second backward is an error`() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor<Double>(2, requiresGrad: true)
            let y = (x * x).exp()
            y.backward()
            y.backward()
        }
        #expect(text(result).contains("backward: a second pass through exp, whose graph the first one freed"))
    }

    @Test func `a shared part is freed too`() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor<Double>(2, requiresGrad: true)
            let shared = x * x
            (shared * 2).backward()
            (shared * 3).backward()
        }
        #expect(text(result).contains("backward: a second pass through mul"))
    }

    @Test func `shape errors name the operation and the shapes`() async {
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.ones([2, 3]).matmul(.ones([4, 5]))
        }
        #expect(text(product).contains("matmul: shapes [2, 3] and [4, 5]"))
        let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.ones([2, 3]) + .ones([2])
        }
        #expect(text(sum).contains("add: shapes [2, 3] and [2]: axis -1 is 3 in one and 2 in the other"))
        let loss = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.crossEntropy(Tensor<Float>.ones([2, 3]), [0, 3])
        }
        #expect(text(loss).contains("crossEntropy: shape [2, 3]: there is no class 3"))
        let backward = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            (Tensor<Float>.ones([2], requiresGrad: true) * 2).backward()
        }
        #expect(text(backward).contains("backward: shape [2]: give a gradient"))
    }

    private func text(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    @Test func `max and argmax`() {
        let t = T([1, 5, 5, 7, 2, 3], shape: [2, 3])
        #expect(t.max(axis: 1).values.values == [5, 7])
        #expect(t.argmax() == [1, 0], "the first of equals")
        #expect(t.argmax(axis: 0) == [1, 0, 0])
        let strange = T([1, .nan, 9, 3, 2, 1], shape: [2, 3])
        #expect(strange.argmax() == [1, 0], "NaN before any number")
        #expect(strange.max(axis: 1).values.values[0].isNaN)
    }

    @Test func `softmax is stable and honest`() {
        #expect(T([1000, 0, -1000]).softmax().values == [1, 0, 0])
        #expect(T([1000, 0]).logSoftmax().values == [0, -1000])
        #expect(T([0, .nan]).softmax().values.allSatisfy { $0.isNaN })
        #expect(T([0, .infinity]).logSoftmax().values.allSatisfy { $0.isNaN })
        let rows = T([1, 2, 3, 1, 1, 1], shape: [2, 3]).softmax().sum(axis: 1)
        #expect(agree(rows.values, [1, 1], within: 1e-15))
    }

    @Test func `relu keeps NaN and stops at zero`() {
        let x = T([-1, 0, 2, .nan], requiresGrad: true)
        let y = x.relu()
        #expect(agree(y.values, [0, 0, 2, .nan], within: 0))
        y.sum().backward()
        #expect(x.grad?.values == [0, 0, 1, 1])
    }

    @Test func `empty reductions`() {
        #expect(T([]).sum().item() == 0)
        #expect(T([]).mean().item().isNaN)
        #expect(T([], shape: [0, 2]).sum(axis: 0).values == [0, 0])
        #expect(T([], shape: [0, 2]).mean(axis: 0).values.allSatisfy { $0.isNaN })
        #expect(T([], shape: [2, 0]).matmul(T([], shape: [0, 3])).values == [Double](repeating: 0, count: 6))
    }

    /// A tensor of every size there is, one after the other: together they are several times the largest.
    @Test func `what waits for reuse is bounded`() {
        for exponent in 16..<27 {
            for quarter in 0..<4 { _ = Storage<Float>(count: (1 << exponent) / 4 * (4 + quarter)) }
        }
        let usage = BlockPool.usage
        #expect(usage.waiting <= 2 * usage.peak)
        #expect(usage.peak >= 4 << 26)
    }

    /// Two threads may each have tensors of their own; the pool beneath is shared.
    @Test func `threads share the pool`() async {
        let sums = await withTaskGroup(of: Double.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    var total = 0.0
                    for round in 0..<200 {
                        let t = Tensor<Double>.full([round + 1, 3], Double(thread))
                        total += (t + t).sum().item()
                    }
                    return total
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let expected = (0..<8).map { Double($0) * 6 * Double(200 * 201 / 2) }
        #expect(sums.sorted() == expected)
    }
}
