import Foundation
import Testing
import YAML

@testable import Recipes

private let rest = """
    data: {kind: csv, path: digits.csv, target: label, test: 10%@}
    model: {kind: mlp, sizes: [64, 10]}
    optimizer: {kind: sgd}
    schedule: {kind: warmup, warmup: 2%@}
    steps: 3

    """

private func text(_ data: String, _ schedule: String, _ line: String) -> String {
    rest.replacing("10%@", with: "10\(data)").replacing("2%@", with: "2\(schedule)") + line
}

@Suite struct FormerNameTests {
    private let old = text(", test_rows: last", ", start: 0.5", "evaluate: 7\nlayers_every: 2\n")
    private let new = text(", test_split: last", ", start_factor: 0.5", "evaluate_every: 7\ninspect_every: 2\n")

    @Test func `they are read, with a warning that names the new one`() throws {
        let recipe = try Recipe(text: old, path: "some.yaml")
        #expect(recipe.keys.evaluateEvery == 7 && recipe.keys.inspectEvery == 2)
        #expect(try #require(recipe.keys.data as? CSVKind).testSplit == .last)
        #expect(try #require(recipe.keys.schedule as? WarmupKind).startFactor == 0.5)
        #expect(
            recipe.warnings.sorted() == [
                "some.yaml:1: data.test_rows is now called data.test_split",
                "some.yaml:4: schedule.start is now called schedule.start_factor",
                "some.yaml:6: evaluate is now called evaluate_every",
                "some.yaml:7: layers_every is now called inspect_every",
            ]
        )
        #expect(try Recipe(text: new, path: "some.yaml").warnings == [])
    }

    @Test func `a checkpoint of the one recipe is one of the other`() throws {
        let (old, new) = (try Recipe(text: old, path: "a.yaml"), try Recipe(text: new, path: "a.yaml"))
        #expect(old.identity == new.identity && old.identity["data.test_rows"] == "last")
    }

    @Test func `both names in one place are refused, and an option goes before the file`() throws {
        let twice = new + "evaluate: 8\n"
        let error = #expect(throws: DocumentError.self) { try Recipe(text: twice, path: "some.yaml") }
        #expect(
            error?.description
                == "some.yaml:8: evaluate and evaluate_every are the same key; give one of them"
        )
        for (text, set) in [(new, "evaluate=9"), (old, "evaluate_every=9"), (old, "evaluate=9")] {
            let recipe = try Recipe(text: text, path: "some.yaml", overrides: Overrides(sets: [set]))
            #expect(recipe.keys.evaluateEvery == 9, "\(set)")
        }
    }

    @Test func `a value that is wrong is reported under the name it was given`() {
        let text = text("", "", "evaluate: 0\n")
        let error = #expect(throws: DocumentError.self) { try Recipe(text: text, path: "some.yaml") }
        #expect(error?.description == "some.yaml:6: evaluate must be at least 1 (got 0)")
    }

    @Test func `what decides how a run goes is named by keys that there are`() {
        let schema = Schema()
        #expect((Recipe.kept + Recipe.free).allSatisfy { schema[$0] != nil })
        #expect(Recipe.sections.allSatisfy(schema.sections.contains))
    }

    /// Recipes with what the checkpoints of version 1 have of them, before any key was renamed.
    private struct Known: Decodable {
        var text: String
        var identity: [String: String]
    }

    @Test func `checkpoints name every key as those of earlier builds do`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Identities.json")
        let known = try JSONDecoder().decode([Known].self, from: Data(contentsOf: file))
        #expect(known.count > 20)
        for known in known {
            let recipe = try Recipe(text: known.text, path: "some.yaml")
            #expect(recipe.identity == known.identity, "\(known.text)")
        }
    }
}
