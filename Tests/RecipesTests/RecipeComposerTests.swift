import Testing
import YAML

@testable import Recipes

private func message(_ text: String) -> String {
    do throws(DocumentError) {
        _ = try Recipe(text: text, path: "some.yaml")
        return "was taken"
    } catch { return error.description }
}

private let rest = """
    data: {kind: adding, batch: 4, evaluate_on: 4}
    model: {kind: rnn, hidden: 4}
    loss: {kind: mse}
    optimizer: {kind: sgd}
    steps: 2

    """

/// What editors and people put into recipes.
@Suite struct RecipeComposerTests {
    @Test func `length is bounded, of options too`() {
        let path = Array(repeating: "a", count: 100_000).joined(separator: ".")
        let error = #expect(throws: DocumentError.self) {
            try Recipe(text: rest, path: "some.yaml", overrides: Overrides(sets: ["\(path)=1"]))
        }
        #expect(error?.faults.map(\.message) == ["KEY=VALUE is expected, KEY a dotted path such as optimizer.lr"])
        #expect((error?.faults[0].place.count ?? 0) < 300)
    }

    @Test func `a long list is read, and one that is too long is not`() throws {
        func sizes(_ count: Int) -> String {
            let sizes = Array(repeating: "8", count: count).joined(separator: ", ")
            return
                "data: {kind: csv, path: a, target: b}\nmodel: {kind: mlp, sizes: [\(sizes)]}\noptimizer: {kind: sgd}\nsteps: 1\n"
        }
        #expect(message(sizes(1000)) == "was taken")
        #expect(message(sizes(1001)) == "some.yaml:2: model.sizes must have 1000 numbers at most (got 1001)")
        #expect(
            message(sizes(120_000)).hasPrefix("some.yaml:2: is not a recipe: up to here it has more than 100000 values")
        )
    }

    private static let leftovers: [String] = [
        "\u{feff}\(rest)", rest.replacing("\n", with: "\r\n"), rest.replacing("\n", with: "\r"),
        "%YAML 1.1\n---\n\(rest)...\n", "---\n\(rest)", "\(rest)# the end",
        rest.replacing("steps: 2", with: "steps:\t2"), rest.replacing("steps: 2", with: "steps: !!int 2"),
        rest.replacing("steps: 2", with: "steps: !!int \"2\""), rest.replacing("kind: sgd", with: "\"kind\": 'sgd'"),
        rest.replacing("{kind: sgd}", with: "&o {kind: sgd}"),
        rest.replacing("batch: 4", with: "batch: &four 4").replacing("hidden: 4", with: "hidden: *four"),
    ]

    @Test(arguments: leftovers)
    func `what editors leave behind is read`(text: String) throws {
        let recipe = try Recipe(text: text, path: "some.yaml")
        #expect(recipe.length == .steps(2) && recipe.keys.data.shared.batch == 4)
        #expect(try #require(recipe.keys.model as? RNNKind).shared.hidden == 4)
    }

    @Test(
        arguments: [
            ("steps: !!str 3\n", "some.yaml:1: steps must be a whole number (got the text \"3\")"),
            ("steps: |\n  two\n  lines\n", "some.yaml:1: steps must be a whole number (got the text \"two"),
        ]
    )
    func `a text that is not a number is named with its line`(text: String, expected: String) {
        let message = message(text)
        #expect(message.hasPrefix(expected), "\(message)")
        // What is read is then checked for missing keys.
        let faults = message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        #expect(faults.allSatisfy { $0.hasPrefix("some.yaml:1: ") && $0.hasSuffix(" is missing") }, "\(message)")
    }

    @Test func `a key that is given twice is reported beside all else`() {
        #expect(
            message("steps: 0\nseed: 2\nsteps: 3\n\(rest.replacing("steps: 2\n", with: ""))")
                == "some.yaml:1: steps must be at least 1 (got 0)\nsome.yaml:3: key steps is given twice"
        )
        #expect(message("name: a\n\(rest)name: b\n") == "some.yaml:7: key name is given twice")
    }

    @Test func `texts that an error quotes are cut`() {
        let long = String(repeating: "x", count: 100_000)
        for text in ["\(long): 1\n", "steps: \(long)\n", "optimizer: {kind: \(long)}\n"] {
            #expect(message(text).unicodeScalars.count < 400)
        }
    }
}
