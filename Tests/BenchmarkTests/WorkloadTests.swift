import Testing

@testable import Comparison

@Suite struct WorkloadTests {
    /// The arithmetic of a network of linear layers on so many rows: forwards, for the weights, and for all inputs but the
    /// first.
    private func megaflops(rows: Int, _ sizes: [Int]) -> Double {
        let products = zip(sizes, sizes.dropFirst()).map { 2 * rows * $0 * $1 }
        return Double(3 * products.reduce(0, +) - products[0]) / 1e6
    }

    private func workload(_ name: String) throws -> Workload { try #require(Workload.all.first { $0.name == name }) }

    @Test func `the cost of linear layers is that of their products`() throws {
        let (small, wide) = (try workload("W1"), try workload("W5"))
        #expect(small.operations[0].cost.flops / 1e6 == megaflops(rows: 64, [64, 128, 10]))
        #expect(wide.operations[0].cost.flops / 1e6 == megaflops(rows: 256, [1024, 4096, 4096, 1024]))
        #expect(wide.parameters == 1025 * 4096 + 4097 * 4096 + 4097 * 1024)
    }

    /// The figures that others counted for the same networks, in MFLOP.
    @Test(arguments: [("W2", 6647.0), ("W3", 237), ("W4", 3964), ("W6", 145)])
    func `the cost is as counted elsewhere`(_ name: String, _ expected: Double) throws {
        #expect(try abs(workload(name).operations[0].cost.flops / 1e6 - expected) < 0.6)
    }

    @Test func `the converged network is that of w 1`() throws {
        let (first, converged) = (try workload("W1"), try workload("W1c"))
        #expect(converged.parameters == first.parameters && converged.operations == first.operations)
        #expect(converged.trainedBelow == 1e-6 && first.trainedBelow == nil)
    }

    @Test func `an update moves thirty two bytes a parameter`() throws {
        let adam = try workload("adam100M")
        let cost = adam.operations[0].cost
        #expect(cost.readBytes + cost.updateBytes == 32 * 1e8)
        // 4 bytes at 20 GB/s and 28 at 40.
        #expect(cost.seconds(at: Speed(flops: 1, read: 20e9, copy: 1, update: 40e9)) == 0.02 + 0.07)
        // A clip that changes nothing only reads.
        #expect(adam.operations[2].cost == Cost(readBytes: 4e8))
    }
}
