import CKernels
import Synchronization
import Testing

@testable import Training

/// Tests that change the number of threads, which is the whole process's, one after the other.
@Suite(.serialized) struct ThreadsTests {
    private func withThreads<Result>(_ count: Int, _ body: () -> Result) -> Result {
        let before = Threads.count
        Threads.set(count)
        defer { Threads.set(before) }
        return body()
    }

    @Test(arguments: [1, 2, 3, 8]) func `every part once`(_ threads: Int) {
        withThreads(threads) {
            for parts in [0, 1, 2, 7, 1000] {
                let counts = (0..<parts).map { _ in Counter() }
                Threads.share(parts) { counts[$0].value.add(1, ordering: .relaxed) }
                #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
            }
        }
    }

    @Test func `work within work runs where it is`() {
        withThreads(4) {
            let total = Counter()
            Threads.share(10) { _ in Threads.share(10) { total.value.add($0, ordering: .relaxed) } }
            #expect(total.value.load(ordering: .relaxed) == 450)
        }
    }

    @Test func `the count may be changed and is kept in bounds`() {
        withThreads(3) { #expect(Threads.count == 3) }
        withThreads(0) { #expect(Threads.count == 1) }
        withThreads(1_000_000) { #expect(Threads.count <= 64 && Threads.count > 1) }
    }

    @Test(arguments: [(300, 200), (200, 300), (2000, 65), (128, 128)])
    func `products have the same bits`(_ rows: Int, _ columns: Int) {
        func product<Element: Scalar>(_ type: Element.Type, threads: Int) -> [Element] {
            var generator = RandomGenerator(seed: 3)
            let a = Tensor<Element>.zeros([rows, 130])
            let b = Tensor<Element>.zeros([130, columns])
            for tensor in [a, b] { Init.normal(tensor, using: &generator) }
            return withThreads(threads) { a.matmul(b).values }
        }
        #expect(product(Double.self, threads: 3) == product(Double.self, threads: 1))
        #expect(product(Float.self, threads: 2) == product(Float.self, threads: 1))
    }
}

private final class Counter: Sendable {
    let value = Atomic(0)
}
