import Platform
import Testing

@testable import Training

@Suite struct CharacterTextTests {
    @Test func `tokens are places in the sorted characters`() throws {
        let text = try CharacterText(bytes: Array("hé\r\nhello ∂x".utf8), path: "t")
        #expect(text.vocabulary == ["\n", "\r", " ", "e", "h", "l", "o", "x", "é", "∂"])
        #expect(text.tokens == [4, 8, 1, 0, 4, 3, 5, 5, 6, 2, 9, 7])
    }

    @Test func `the first part is to learn from, the last to be measured on`() throws {
        let text = try CharacterText(bytes: Array("abcdefghijklmnopqrstuvwxyz".utf8), path: "t")
        let (train, held) = text.split(heldOut: 0.1)
        #expect(train == Tokens(0..<23) && held == [23, 24, 25])
        #expect(text.split(heldOut: 0).train.count == 26 && text.split(heldOut: 1).heldOut.count == 26)
    }

    @Test func `a token takes as few bytes as the vocabulary needs, and a part shares them`() throws {
        #expect(try CharacterText(bytes: Array("hello".utf8), path: "t").tokens.width == 1)
        let rare = (0..<300).map { Character(Unicode.Scalar(UInt32(0x4E00 + $0))!) }
        let text = try CharacterText(bytes: Array(String(rare).utf8), path: "t")
        #expect(text.tokens.width == 2 && text.tokens == Tokens(0..<300) && text.vocabulary.count == 300)
        for last in [255, 256, 65_535, 65_536, Int(Int32.max)] {
            let tokens: Tokens = [3, last, 1, 0]
            #expect(tokens.width == (last < 256 ? 1 : last < 65_536 ? 2 : 4) && Array(tokens) == [3, last, 1, 0])
            let part = tokens.part(1..<4)
            #expect(
                part.count == 3 && Array(part) == [last, 1, 0] && Array(part.part(1..<2)) == [1]
                    && part == [last, 1, 0]
            )
            var list = [9]
            part.append(0..<2, to: &list)
            #expect(list == [9, last, 1])
        }
        #expect(Tokens([]).isEmpty)
    }

    @Test func `a file that is not text is reported with file and byte`() {
        func message(_ bytes: [UInt8]) -> String {
            do { return "\(Array(try CharacterText(bytes: bytes, path: "t").tokens))" } catch { return "\(error)" }
        }
        #expect(message(Array("aé".utf8) + [0xFF, 0x61]) == "t, byte 3: is not text in UTF-8: save it in UTF-8")
        #expect(message(Array("aé".utf8).dropLast()) == "t, byte 1: is not text in UTF-8: save it in UTF-8")
        #expect(message([]) == "t: is empty")
        #expect(throws: FileError("/nowhere", "cannot be read (No such file or directory)", isOfPath: true)) {
            try CharacterText(path: "/nowhere")
        }
    }
}

/// The tokens of each row with those that follow them.
private func rows(_ batch: Batch<Float>) -> [[Int]] {
    let length = batch.shape[1]
    return (0..<batch.shape[0]).map { row in
        let (tokens, next) = (
            batch.tokens[row * length..<(row + 1) * length], batch.classes[row * length..<(row + 1) * length]
        )
        #expect(tokens.dropFirst() == next.dropLast())
        return tokens + next.suffix(1)
    }
}

@Suite struct TextWindowTests {
    @Test func `random windows come from all places, each as often as the others`() {
        var source = RandomWindows<Float>(Tokens(0..<20), length: 15, batch: 8, seed: 3)
        var batch = Batch<Float>()
        var starts = [Int](repeating: 0, count: 5)
        for _ in 0..<250 {
            source.next(into: &batch)
            #expect(batch.shape == [8, 15] && batch.tokens.count == 120 && batch.inputs.isEmpty && !batch.continues)
            for row in rows(batch) {
                #expect(row == Array(row[0]..<row[0] + 16))
                starts[row[0]] += 1
            }
        }
        // Six standard deviations of a binomial count.
        #expect(starts.allSatisfy { abs(Double($0) - 400) < 6 * 320.0.squareRoot() })
        var again = RandomWindows<Float>(Tokens(0..<20), length: 15, batch: 8, seed: 3)
        var other = RandomWindows<Float>(Tokens(0..<20), length: 15, batch: 8, seed: 4)
        var (first, second) = (Batch<Float>(), Batch<Float>())
        source = RandomWindows<Float>(Tokens(0..<20), length: 15, batch: 8, seed: 3)
        source.next(into: &batch)
        again.next(into: &first)
        other.next(into: &second)
        #expect(first.tokens == batch.tokens && second.tokens != batch.tokens)
    }

    @Test func `sequential windows follow each other in every lane, and start again when no whole one is left`() {
        // Two lanes of 10: windows at 0, 3 and 6; the last target is the last token of the lane.
        var source = SequentialWindows<Float>(Tokens(0..<21), length: 3, batch: 2)
        #expect(source.batchesPerEpoch == 3)
        var batch = Batch<Float>()
        for _ in 1...2 {
            for start in [0, 3, 6] {
                source.next(into: &batch)
                #expect(rows(batch) == [Array(start...start + 3), Array(start + 10...start + 13)])
                #expect(batch.continues == (start > 0))
            }
        }
    }

    @Test func `a window and its target may fill a lane`() {
        var source = SequentialWindows<Float>([4, 5, 6], length: 2, batch: 1)
        var batch = Batch<Float>()
        for _ in 1...2 {
            source.next(into: &batch)
            #expect(rows(batch) == [[4, 5, 6]] && !batch.continues)
        }
        #expect(source.batchesPerEpoch == 1)
    }

    @Test(arguments: [2, 7, 8, 9, 29, 30, 100])
    func `an evaluation covers every token but the first, once`(count: Int) {
        for isCarried in [false, true] {
            var source = HeldOutText<Float>(Tokens(0..<count), length: 7, batch: 3, isCarried: isCarried)
            #expect(source.split == "val")
            var batch = Batch<Float>()
            for _ in 1...2 {
                var targets: [Int] = []
                source.restart()
                while source.next(into: &batch) {
                    #expect(batch.continues == (isCarried && !targets.isEmpty))
                    #expect(batch.shape[0] <= (isCarried ? 1 : 3))
                    for row in rows(batch) { #expect(row == Array(row[0]..<row[0] + batch.shape[1] + 1)) }
                    targets += batch.classes
                }
                #expect(targets == Array(1..<count))
            }
        }
    }
}

private struct ReaderCase: Decodable {
    let kind: String
    let table: Int
    let layers: Int
    let lanes: Int
    let text: [Int]
    let held: [Int]
    let start: [String: [GoldenNumber]]
    let losses: [GoldenNumber]
    /// Of the held-out text, read in one.
    let evaluation: GoldenNumber
    let end: [String: [GoldenNumber]]
}

private enum ReaderMutant: CaseIterable {
    case none, stateForgotten, stateKeptAtTheStart
}

@Suite struct ReaderGoldenTests {
    private static let cases: [ReaderCase] = (try? golden("readers")) ?? []

    private func reader(_ golden: ReaderCase, lanes: Int?) -> TokenRecurrence<Double> {
        var generator = RandomGenerator(seed: 1)
        let embedding = golden.table > 0 ? Embedding<Double>(rows: 7, columns: golden.table, using: &generator) : nil
        let inputs = golden.table > 0 ? golden.table : 7
        let layers: RecurrentLayer<Double> =
            switch golden.kind {
            case "lstm": LSTM(in: inputs, hidden: 5, layers: golden.layers, using: &generator)
            case "gru": GRU(in: inputs, hidden: 5, layers: golden.layers, using: &generator)
            default: RNN(in: inputs, hidden: 5, layers: golden.layers, using: &generator)
            }
        let model = TokenRecurrence(
            vocabulary: 7,
            embedding: embedding,
            layers: layers,
            output: Linear(in: 5, out: 7, using: &generator),
            lanes: lanes
        )
        #expect(Set(model.parameters.map(\.name)) == Set(golden.start.keys))
        model.load(golden.start.mapValues { $0.typed() })
        return model
    }

    /// Trains as the golden did: the largest relative difference of losses and of the last weights. Between two steps the
    /// held-out text is read, which must not disturb the state of training.
    private func train(_ golden: ReaderCase, _ mutant: ReaderMutant = .none) throws -> Double {
        let model = reader(golden, lanes: mutant == .stateForgotten ? nil : golden.lanes)
        let optimizer = try Adagrad(model.parameters, learningRate: 0.1)
        var source = SequentialWindows<Double>(Tokens(golden.text), length: 6, batch: golden.lanes)
        var batch = Batch<Double>()
        var worst = 0.0
        func compare(_ ours: Double, _ theirs: Double, _ scale: Double) {
            worst = max(worst, abs(ours - theirs) / scale)
        }
        var evaluation = 0.0
        for expected in golden.losses {
            source.next(into: &batch)
            if mutant == .stateKeptAtTheStart { batch.continues = true }
            optimizer.zeroGrad()
            let loss = Losses.crossEntropy(model(batch), batch.classes)
            loss.backward()
            try clipGradValue(model.parameters, clipValue: 0.05)
            optimizer.step()
            compare(loss.item(), expected.value, expected.value)
            evaluation = measure(model, golden.held)
        }
        compare(evaluation, golden.evaluation.value, golden.evaluation.value)
        for parameter in model.parameters {
            let theirs = golden.end[parameter.name]!.typed(Double.self)
            let scale = theirs.map { abs($0) }.max()!
            for (ours, theirs) in zip(parameter.tensor.values, theirs) { compare(ours, theirs, scale) }
        }
        return worst
    }

    /// The mean loss over a text that is read in windows, the state carried on.
    private func measure(_ model: TokenRecurrence<Double>, _ text: [Int]) -> Double {
        var source = HeldOutText<Double>(Tokens(text), length: 8, isCarried: true)
        var batch = Batch<Double>()
        var sum = 0.0
        model.train(false)
        defer { model.train(true) }
        withoutGrad {
            while source.next(into: &batch) {
                sum += Losses.crossEntropy(model(batch), batch.classes, reduction: .sum).item()
            }
        }
        return sum / Double(text.count - 1)
    }

    @Test func `read as PyTorch`() throws {
        #expect(Self.cases.count == 4)
        for golden in Self.cases {
            let distance = try train(golden)
            #expect(distance < 1e-12, "\(golden.kind): \(distance)")
        }
    }

    @Test(arguments: ReaderMutant.allCases.filter { $0 != .none })
    fileprivate func `every mutant is killed`(_ mutant: ReaderMutant) throws {
        for golden in Self.cases { #expect(try train(golden, mutant) > 1e-4) }
    }
}
