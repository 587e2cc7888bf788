import Testing

@testable import Training

@Suite struct SequenceTests {
    @Test(arguments: [10, 20, 55])
    func `temporal order: places, symbols and classes are as Pascanu's generator makes them`(length: Int) {
        let count = 4000
        var generator = RandomGenerator(seed: 3)
        var batch = Batch<Float>()
        TemporalOrder(length: length).draw(count, from: &generator, into: &batch)
        #expect(batch.shape == [length, count, 6])
        let window = length / 10
        var firsts = [Int](repeating: 0, count: length)
        var seconds = firsts
        var distractors = [Int](repeating: 0, count: 6)
        var classes = [Int](repeating: 0, count: 4)
        for example in 0..<count {
            let symbols = (0..<length).map { place in
                let start = (place * count + example) * 6
                let hot = (0..<6).filter { batch.inputs[start + $0] == 1 }
                #expect(hot.count == 1 && batch.inputs[start..<start + 6].reduce(0, +) == 1)
                return hot[0]
            }
            let marked = symbols.indices.filter { symbols[$0] < 2 }
            #expect(marked.count == 2)
            firsts[marked[0]] += 1
            seconds[marked[1]] += 1
            for symbol in symbols where symbol >= 2 { distractors[symbol] += 1 }
            #expect(batch.classes[example] == symbols[marked[0]] + 2 * symbols[marked[1]])
            classes[batch.classes[example]] += 1
        }
        func isEven(_ counts: [Int], over places: Range<Int>) -> Bool {
            let total = counts.reduce(0, +)
            let mean = Double(total) / Double(places.count)
            // Six standard deviations of a binomial count.
            let slack = 6 * mean.squareRoot()
            return counts.indices.allSatisfy {
                places.contains($0) ? abs(Double(counts[$0]) - mean) < slack : counts[$0] == 0
            }
        }
        #expect(isEven(firsts, over: window..<2 * window))
        #expect(isEven(seconds, over: length / 2..<length / 2 + window))
        #expect(isEven(distractors, over: 2..<6))
        #expect(isEven(classes, over: 0..<4))
    }

    @Test func `adding: two marks, one in each half, and their sum`() {
        var generator = RandomGenerator(seed: 3)
        var batch = Batch<Double>()
        AddingProblem(length: 9).draw(500, from: &generator, into: &batch)
        #expect(batch.shape == [9, 500, 2])
        var places = Set<Int>()
        for example in 0..<500 {
            let marks = (0..<9).filter { batch.inputs[($0 * 500 + example) * 2 + 1] == 1 }
            #expect(marks.count == 2 && marks[0] < 4 && marks[1] >= 4)
            places.formUnion(marks)
            #expect(batch.values[example] == marks.map { batch.inputs[($0 * 500 + example) * 2] }.reduce(0, +))
        }
        #expect(places.count == 9)
        let numbers = stride(from: 0, to: batch.inputs.count, by: 2).map { batch.inputs[$0] }
        #expect(numbers.allSatisfy { 0 <= $0 && $0 < 1 })
        #expect(abs(numbers.reduce(0, +) / Double(numbers.count) - 0.5) < 0.02)
    }

    @Test func `every step and every evaluation sees other sequences; an evaluation has its number of them`() {
        var training = FreshSequences<Float>(.temporalOrder(TemporalOrder(length: 20)), batch: 20, seed: 1)
        var (first, second) = (Batch<Float>(), Batch<Float>())
        training.next(into: &first)
        training.next(into: &second)
        #expect(first.inputs != second.inputs && training.batchesPerEpoch == nil)

        var evaluation = FreshEvaluation<Float>(
            .temporalOrder(TemporalOrder(length: 20)),
            count: 45,
            batch: 20,
            seed: 1
        )
        var passes: [[Int]] = []
        for _ in 1...2 {
            evaluation.restart()
            passes.append([])
            while evaluation.next(into: &first) { passes[passes.count - 1] += first.classes }
        }
        #expect(passes.map(\.count) == [45, 45])
        #expect(passes[0] != passes[1])
    }
}
