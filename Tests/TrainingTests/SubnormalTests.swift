import CKernels
import Glibc
import Synchronization
import Telemetry
import Testing

@testable import Training

/// The run of `subnormals()` in Goldens/generate.py, and softmax.
private struct SubnormalCase: Decodable {
    let subnormals: String
    let losses: [GoldenNumber]
    let end: [String: [GoldenNumber]]
    let shares: [GoldenNumber]
}

/// One batch, again and again, with a note of what its maker does with subnormal numbers.
private struct Repeated<Element: Scalar>: BatchSource, Unsaved {
    final class Log: Sendable {
        let choices = Mutex<[Subnormals]>([])
    }

    var inputs: [Element]
    var shape: [Int]
    var values: [Element]
    var log = Log()
    var batchesPerEpoch: Int? { nil }

    func next(into batch: inout Batch<Element>) {
        log.choices.withLock { $0.append(.current) }
        batch.resize(to: shape)
        (batch.inputs, batch.values) = (inputs, values)
    }
}

@Suite struct SubnormalTests {
    /// The largest of them in Float.
    private static let most = Float.leastNormalMagnitude.nextDown

    // MARK: The choice of a thread

    @Test(arguments: Subnormals.allCases)
    func `operands and results are zeros, or kept`(choice: Subnormals) {
        let tensor = Tensor<Float>([Self.most, -Self.most, Float.leastNormalMagnitude, 1])
        let (operands, results) = withSubnormals(choice) { ((tensor * 0x1p24).values, (tensor * 0.5).values) }
        let isKept = choice == .keep
        #expect(operands.map(\.isZero) == [!isKept, !isKept, false, false])
        #expect(results.map(\.isZero) == [!isKept, !isKept, !isKept, false])
        #expect(results.map(\.sign) == [.plus, .minus, .plus, .plus])
        if isKept { #expect(operands[0] == Self.most * 0x1p24 && results[2] == 0x1p-127) }
    }

    @Test func `the thread has its own environment back, also when the body throws`() throws {
        struct Failure: Error {}
        fesetround(FE_DOWNWARD)
        defer { fesetround(FE_TONEAREST) }
        let mine = ck_environment()
        for choice in Subnormals.allCases {
            withSubnormals(choice) {
                #expect(Subnormals.current == choice && fegetround() == FE_DOWNWARD)
                withSubnormals(.flush) { #expect(Subnormals.current == .flush) }
                #expect(Subnormals.current == choice)
            }
            #expect(ck_environment() == mine)
            #expect(throws: Failure.self) {
                try withSubnormals(choice) {
                    Subnormals.set(choice == .keep ? .flush : .keep)
                    throw Failure()
                }
            }
            #expect(ck_environment() == mine && fegetround() == FE_DOWNWARD)
        }
    }

    @Test func `a choice lasts until the next`() {
        withSubnormals(.keep) {
            #expect(Subnormals.set(.flush) && Subnormals.current == .flush)
            #expect(Subnormals.set(.keep) && Subnormals.current == .keep)
        }
    }

    // MARK: Runs

    /// The golden's run.
    private func trainer<Element: Scalar>(
        _ choice: Subnormals?,
        _: Element.Type,
        loss: LossFunction<Element> = LossFunction(StandardLoss(.l1))
    ) throws -> (Trainer<Element>, Repeated<Element>.Log) {
        let unit = Element(0x1p-140)
        var generator = RandomGenerator(seed: 1)
        let model = Linear<Element>(in: 3, out: 1, using: &generator)
        model.load(["weight": [9 * unit, -4 * unit, 6 * unit], "bias": [5 * unit]])
        let source = Repeated<Element>(
            inputs: [1, 2, -0.5, 0.5, -1, 2, -2, 1, 1, 1, 0.5, -1],
            shape: [4, 3],
            values: [3 * unit, -5 * unit, 7 * unit, 2 * unit]
        )
        let trainer = Trainer(
            plan: RunPlan(name: "subnormal", steps: 6, subnormals: choice),
            model: model,
            loss: loss,
            optimizer: try SGD(model.parameters, learningRate: 0x1p-140),
            batches: source
        )
        return (trainer, source.log)
    }

    @Test func `a run is PyTorch's to the bit, flushed or kept`() throws {
        for expected in try golden("subnormals", as: SubnormalCase.self) {
            let choice = try #require(Subnormals(rawValue: expected.subnormals))
            let trainer = try trainer(choice, Float.self).0
            #expect(trainer.events().losses == expected.losses.map(\.value))
            for parameter in trainer.model.parameters {
                #expect(parameter.tensor.values == expected.end[parameter.name]?.typed())
                #expect(parameter.tensor.values.allSatisfy { choice == .flush ? $0 == 0 : $0.isSubnormal })
            }
            let shares = withSubnormals(choice) {
                Tensor<Float>([0, -90, -95, -100], shape: [1, 4]).softmax(axis: 1).values
            }
            for (ours, theirs) in zip(shares, expected.shares) {
                // A few units in the last place, which is as large as the smallest number.
                #expect(abs(ours - theirs.typed()) <= 0x1p-149 * 2 + 1e-6 * ours && (ours == 0) == (theirs.value == 0))
            }
        }
    }

    @Test func `by default a trainer flushes in Float, and keeps in Double`() throws {
        #expect(try trainer(nil, Float.self).0.events().losses.allSatisfy { $0 == 0 })
        let kept = try trainer(.keep, Float.self).0.events().losses
        #expect(kept.allSatisfy { $0 > 0 })
        #expect(try trainer(nil, Double.self).0.events().losses == kept)
        // In Double these are numbers like others.
        #expect(try trainer(.flush, Double.self).0.events().losses == kept)
    }

    @Test(
        arguments: Subnormals.allCases
    )
    func `steps are computed under the plan's choice, and everything else under the caller's`(choice: Subnormals) throws
    {
        let log = Repeated<Float>.Log()
        let loss = LossFunction<Float> { output, batch in
            log.choices.withLock { $0.append(.current) }
            return Losses.l1(output, Tensor(batch.values, shape: output.shape))
        }
        let (trainer, made) = try trainer(choice, Float.self, loss: loss)
        withSubnormals(choice == .flush ? .keep : .flush) {
            let mine = ck_environment()
            var seen: [UInt64] = []
            trainer.run { _ in seen.append(ck_environment()) }
            #expect(seen.count > 6 && seen.allSatisfy { $0 == mine } && ck_environment() == mine)
        }
        #expect(made.choices.withLock { $0 } == Array(repeating: choice, count: 6))
        #expect(log.choices.withLock { $0 } == Array(repeating: choice, count: 6))
    }

    @Test func `batches prepared ahead are made as the thread that asks for them would`() {
        struct Source: BatchSource, Unsaved {
            var batchesPerEpoch: Int? { nil }

            func next(into batch: inout Batch<Float>) {
                batch.resize(to: [1])
                batch.inputs[0] = Subnormals.current == .flush ? 0 : 1
            }
        }
        var ahead = Prefetched(Source())
        var batch = Batch<Float>()
        for choice in [Subnormals.keep, .flush, .flush, .keep] {
            for _ in 0..<5 {
                withSubnormals(choice) { ahead.next(into: &batch) }
                #expect(batch.inputs == [choice == .flush ? 0 : 1])
            }
        }
    }
}

extension ThreadsTests {
    @Test(arguments: [2, 5])
    func `threads that work is shared out to compute in the environment of the one that does`(threads: Int) {
        let before = Threads.count
        Threads.set(threads)
        defer { Threads.set(before) }
        for choice in [Subnormals.flush, .keep, .flush, .keep] {
            withSubnormals(choice) {
                let mine = ck_environment()
                let seen = Mutex<(threads: Set<UInt>, environments: Set<UInt64>)>(([], []))
                // A pool's thread may be late for a piece of work, not for all.
                for _ in 0..<10_000 where seen.withLock({ $0.threads.count }) < 2 {
                    Threads.share(64) { _ in
                        _ = seen.withLock {
                            ($0.threads.insert(UInt(pthread_self())), $0.environments.insert(ck_environment()))
                        }
                    }
                }
                #expect(seen.withLock { $0.threads.count } >= 2)
                #expect(seen.withLock { $0.environments } == [mine])
            }
        }
    }

    @Test(arguments: Subnormals.allCases)
    func `subnormal results are the same bits with any number of threads`(choice: Subnormals) {
        var generator = RandomGenerator(seed: 6)
        let tensor = Tensor<Float>.zeros([200_003])
        Init.normal(tensor, deviation: 1, using: &generator)
        func bits(threads: Int) -> [UInt32] {
            let before = Threads.count
            Threads.set(threads)
            defer { Threads.set(before) }
            return withSubnormals(choice) { (tensor * 1e-38 * 0.5 + 0x1p-130).values.map(\.bitPattern) }
        }
        let one = bits(threads: 1)
        #expect(one.contains { Float(bitPattern: $0).isSubnormal } == (choice == .keep))
        for threads in [2, 5] { #expect(bits(threads: threads) == one) }
    }
}
