import Dispatch
import Synchronization
import Testing

@testable import Training

/// Numbers batches from 1 and signals when it makes one.
private struct Counting: BatchSource, Unsaved {
    final class Log: Sendable {
        let made = Mutex(0)
        let isMade = DispatchSemaphore(value: 0)
    }

    let log: Log
    var batchesPerEpoch: Int? { 7 }

    mutating func next(into batch: inout Batch<Float>) {
        let number = log.made.withLock { made in
            made += 1
            return made
        }
        batch.resize(to: [3])
        for place in 0..<3 { batch.inputs[place] = Float(number) }
        log.isMade.signal()
    }
}

@Suite struct PrefetchedTests {
    /// Some sources, each from its start.
    private static let sources: [@Sendable () -> any BatchSource<Float>] = [
        { DataLoader(TinyRun.examples, batch: 7, seed: 3) },
        { FreshSequences(.adding(AddingProblem(length: 6)), batch: 3, seed: 3) },
        { RandomWindows(Tokens(0..<40), length: 5, batch: 4, seed: 3) },
        { SequentialWindows(Tokens(0..<40), length: 5, batch: 2) },
        {
            Poisoned(
                DataLoader(TinyRun.examples, batch: 7, seed: 3),
                batchNumber: 5,
                scale: 9,
                labels: .wrong,
                classCount: 3
            )
        },
    ]

    @Test(arguments: sources.indices)
    func `they are those of the source, in its order, and so is the state`(index: Int) throws {
        var plain = Self.sources[index]()
        var ahead = plain.prefetched()
        #expect(ahead.batchesPerEpoch == plain.batchesPerEpoch && ahead.state == plain.state)
        var (expected, batch) = (Batch<Float>(), Batch<Float>())
        for _ in 0..<60 {
            plain.next(into: &expected)
            ahead.next(into: &batch)
            #expect("\(batch)" == "\(expected)" && ahead.state == plain.state)
        }
    }

    @Test(arguments: sources.indices)
    func `they continue from a state as the source does`(index: Int) throws {
        for drawn in [0, 1, 4, 11] {
            var (plain, ahead) = (Self.sources[index](), Self.sources[index]().prefetched())
            var (expected, batch) = (Batch<Float>(), Batch<Float>())
            for _ in 0..<drawn { plain.next(into: &expected) }
            for _ in 0..<3 { ahead.next(into: &batch) }
            try ahead.restore(plain.state)
            for _ in 0..<12 {
                plain.next(into: &expected)
                ahead.next(into: &batch)
                #expect("\(batch)" == "\(expected)")
            }
        }
        var ahead = Self.sources[index]().prefetched()
        #expect(throws: StateError.self) { try ahead.restore(["nothing": .integer(1)]) }
    }

    @Test func `two are made before any is asked for, and one more for each that is taken`() {
        let log = Counting.Log()
        var source = Counting(log: log).prefetched()
        for _ in 1...2 { log.isMade.wait() }
        #expect(log.made.withLock { $0 } == 2)
        var batch = Batch<Float>()
        for number in 1...5 {
            source.next(into: &batch)
            #expect(batch.inputs == [Float](repeating: Float(number), count: 3))
            log.isMade.wait()
            #expect(log.made.withLock { $0 } == number + 2)
        }
    }

    @Test func `memory goes round`() {
        var source = DataLoader<Float>(TinyRun.examples, batch: 9, seed: 1, dropLast: true).prefetched()
        var batch = Batch<Float>()
        var blocks: Set<UnsafeRawPointer> = []
        for _ in 0..<40 {
            source.next(into: &batch)
            blocks.insert(batch.inputs.withUnsafeBytes { $0.baseAddress! })
        }
        #expect(blocks.count <= 3)
    }

    @Test func `the thread ends with the source, and gives up what it held`() {
        weak var log: Counting.Log?
        for taken in 0...3 {
            do {
                let mine = Counting.Log()
                log = mine
                var source = Counting(log: mine).prefetched()
                var batch = Batch<Float>()
                for _ in 0..<taken { source.next(into: &batch) }
            }
            #expect(log == nil)
        }
    }
}
