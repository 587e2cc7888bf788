import Foundation
import Fuzzing
import Platform
import Telemetry
import Testing
import YAML

@testable import Recipes
@testable import Training

/// Recipes that are broken in every way meet what `trimtab train --check` does: each is taken, or refused in a line for each fault.
///
/// Those that are taken and small train a step as well.
@Suite struct RecipeFuzzTests {
    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trimtab-recipes-\(UUID().uuidString)"
        )
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }()

    @Test func `broken recipes are refused in lines, whole ones are taken`() throws {
        let seeds = try RecipeSeeds(in: Self.folder)
        defer { try? FileManager.default.removeItem(at: Self.folder) }
        var (taken, trained, slowest) = (0, 0, (seconds: 0.0, attempt: 0))
        for attempt in 0..<Fuzz.tries(250, long: 5000) {
            var generator = Fuzz.generator(of: attempt)
            let text = seeds.broken(using: &generator)
            // Whoever finds the process dead finds its last recipe here.
            try Data(text).write(to: Self.folder.appendingPathComponent("last.yaml"))
            let start = ContinuousClock.now
            let sets = Int.random(in: 0..<4, using: &generator) == 0 ? seeds.options(using: &generator) : []
            switch outcome(of: text, sets) {
            case .taken(let isTrained): (taken, trained) = (taken + 1, trained + (isTrained ? 1 : 0))
            case .refused(let line):
                let faults = line.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(
                    faults.allSatisfy { !$0.isEmpty && $0.unicodeScalars.count < 2000 },
                    "try \(attempt) of seed \(Fuzz.seed)"
                )
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            if seconds > slowest.seconds { slowest = (seconds, attempt) }
            #expect(seconds < 20, "try \(attempt) of seed \(Fuzz.seed) took \(seconds) s")
        }
        // A fuzzer that breaks everything at its first letter looks at nothing.
        #expect(taken > 0 && trained > 0)
        if Fuzz.isLong { print("recipes: \(taken) taken, \(trained) trained, the slowest \(slowest)") }
    }

    private enum Outcome {
        case taken(isTrained: Bool)
        case refused(String)
    }

    private func outcome(of bytes: [UInt8], _ sets: [String]) -> Outcome {
        let path = Self.folder.appendingPathComponent("last.yaml").path
        do {
            let run = try PreparedRun(Recipe(file: path, overrides: Overrides(sets: sets)))
            try run.checkMemory(free: 200_000_000)
            guard run.memory.peak < 1e6, run.recipe.keys.evaluateEvery > 1 else { return .taken(isTrained: false) }
            let trainer: Trainer<Float> = try run.makeTrainer()
            let commands = Mailbox<Command>()
            var steps = 0
            trainer.run(commands: commands) { event in
                guard case .step = event else { return }
                steps += 1
                commands.post(Command(id: 1, request: .stop, by: "test"))
            }
            return .taken(isTrained: steps == 1)
        } catch { return .refused("\(error)") }
    }
}

/// Recipes of every kind to begin with, their data in a folder beside them, and ways to break them.
struct RecipeSeeds {
    private let texts: [[UInt8]]
    private let mutation: Mutation
    private let words: [String]
    private let keys: [String]

    /// - Parameter folder: where the data goes.
    init(in folder: URL) throws {
        let demos = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "demos")
        let files = try FileManager.default.contentsOfDirectory(atPath: demos.path).filter { $0.hasSuffix(".yaml") }
        let small = try files.sorted().map { file in
            try String(contentsOf: demos.appending(path: file), encoding: .utf8)
                .replacing(/test: \d+/, with: "test: 6").replacing(/evaluate_on: \d+/, with: "evaluate_on: 9")
        }
        texts = (small + Self.others).map { Array($0.utf8) }
        let schema = Schema()
        keys = schema.keys.map(\.path)
        words = schema.keys.map { lastPart(of: $0.path) } + schema.sections + schema.keys.flatMap(\.words) + Self.edges
        mutation = Mutation(words: words.map { "\($0): " })

        // Rows as wide as those of the digits.
        let columns = (0..<64).map { "p\($0)" } + ["label"]
        let rows = (0..<40).map { row in
            ((0..<64).map { "\(($0 * row) % 17)" } + ["\(row % 10)"]).joined(separator: ",")
        }
        let table = ([columns.joined(separator: ",")] + rows).joined(separator: "\n")
        try Data(table.utf8).write(to: folder.appending(path: "digits.csv"))
        let text = String(repeating: "the quick brown fox jumps over the lazy dog ", count: 20)
        try Data(text.utf8).write(to: folder.appending(path: "tinyshakespeare.txt"))
    }

    private static let others = [
        """
        data: {kind: csv, path: digits.csv, target: label, test: 6, batch: 8, poison: {step: 1, scale: .inf}}
        model: {kind: cnn, image: [1, 8, 8], channels: [2, 3], kernel: [3, 2], padding: 1, pool: [2, 1], sizes: [10]}
        optimizer: {kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true}
        schedule: {kind: one_cycle, pct_start: 0.2}
        accumulate: 2
        epochs: 3

        """,
        """
        data: {kind: text, path: tinyshakespeare.txt, windows: sequential, length: 4, batch: 2, validation: 0.2}
        model: {kind: gru, hidden: 3, embedding: 2, layers: 2, init: orthogonal}
        optimizer: &o {kind: rmsprop, centered: true}
        schedule: {kind: multistep, milestones: [2, 4]}
        steps: 3

        """,
        """
        data:
          kind: adding
          length: 5
          batch: 3
          evaluate_on: 4
        model:
          kind: lstm
          hidden: 4
        loss:
          kind: huber
          delta: 2
        optimizer:
          kind: adamw
        schedule:
          kind: warm_restarts
          t_0: 2
        precision: double
        steps: 4

        """,
    ]

    private static let edges =
        Mutation.numbers + [
            ".inf", "-.inf", ".nan", "~", "9007199254740992", "9007199254740991", "100000", "10000", "[1, 2, 3]", "[0]",
            "[[1]]", "{a: 1}", "*o", "&x [1]", "!!str 1", "!x 1", "\"\\e[31m\"", "'", "\"\"", "- 1", "? 1", "<<: *o",
            "[" + String(repeating: "100000, ", count: 50) + "1]", String(repeating: "x", count: 300),
            String(repeating: "[", count: 100),
        ]

    /// One of the recipes, broken in its parts or in its bytes, or both.
    func broken(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes = texts.randomElement(using: &generator) ?? []
        let way = Int.random(in: 0..<4, using: &generator)
        if way > 0 { bytes = rearranged(bytes, using: &generator) }
        if way == 0 || way == 3 { bytes = mutation(bytes, using: &generator) }
        return bytes
    }

    /// Values of `--set`, in which anything may stand on either side.
    func options(using generator: inout some RandomNumberGenerator) -> [String] {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            let key = keys.randomElement(using: &generator) ?? ""
            let value = words.randomElement(using: &generator) ?? ""
            return Int.random(in: 0..<8, using: &generator) == 0 ? "\(value)=\(key)" : "\(key)=\(value)"
        }
    }

    /// Words and numbers taken for others, swapped, doubled or left out; what stands between them stays.
    private func rearranged(_ bytes: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var tokens = String(decoding: bytes, as: UTF8.self).matches(of: /[\s{}\[\],:]|[^\s{}\[\],:]+/)
            .map { String($0.output) }
        func place() -> Int? {
            tokens.indices.filter { tokens[$0].first?.isLetter == true || tokens[$0].first?.isNumber == true }
                .randomElement(using: &generator)
        }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            guard let first = place(), let second = place() else { break }
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: tokens.swapAt(first, second)
            case 1: tokens[first] = tokens[second]
            case 2: tokens.remove(at: first)
            default: tokens[first] = words.randomElement(using: &generator) ?? ""
            }
        }
        return Array(tokens.joined().utf8)
    }
}
