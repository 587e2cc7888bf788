import Testing

@testable import Recipes

private func message(_ text: String) -> String {
    do throws(RecipeError) {
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

/// What YAML allows and recipes do not, and what would cost more than a recipe is worth.
@Suite("YAML of a recipe")
struct RecipeComposerTests {
    /// Aliases of aliases: so many doublings of ten.
    private static func laughs(_ levels: Int) -> String {
        let tens = Array(repeating: "*", count: 10)
        return (1...levels).reduce("a0: &a0 [x]\n") { text, level in
            text + "a\(level): &a\(level) [\(tens.map { "\($0)a\(level - 1)" }.joined(separator: ","))]\n"
        }
    }

    @Test("Aliases count as all that they stand for")
    func bomb() {
        #expect(
            message(Self.laughs(9) + "steps: 3\n")
                == "some.yaml:6: is no recipe: up to here it has more than 100000 values, those of aliases counted"
        )
        // As keys, too, which must be told apart from each other.
        let prefix = Self.laughs(4)
        #expect(message(prefix + "? *a4\n: 1\n? *a4\n: 2\n") == "some.yaml:6: a key must be a word")
        #expect(message("b: &b [*b]\n") == "some.yaml:1: the alias *b has no anchor before it")
    }

    @Test(
        "Depth is bounded",
        arguments: [("[", 500_000), ("{a: ", 200_000), ("- ", 200_000), ("? ", 200_000), ("[", 60)]
    )
    func deep(opening: String, count: Int) {
        let text = String(repeating: opening, count: count)
        #expect(message(text) == "some.yaml:1: lists and sections stand more than 50 deep in each other here")
    }

    @Test("Length is bounded, of options too")
    func long() {
        let text = "# " + String(repeating: "x", count: 1 << 20)
        #expect(
            message(text) == "some.yaml: is no recipe: it has 1048578 bytes, and 1048576 are the most that one may have"
        )
        let path = Array(repeating: "a", count: 100_000).joined(separator: ".")
        let error = #expect(throws: RecipeError.self) {
            try Recipe(text: rest, path: "some.yaml", overrides: Overrides(sets: ["\(path)=1"]))
        }
        #expect(error?.faults.map(\.message) == ["KEY=VALUE is expected, KEY a dotted path such as optimizer.lr"])
        #expect((error?.faults[0].place.count ?? 0) < 300)
    }

    @Test("A long list is read, and one that is too long is not")
    func lists() throws {
        func sizes(_ count: Int) -> String {
            let sizes = Array(repeating: "8", count: count).joined(separator: ", ")
            return
                "data: {kind: csv, path: a, target: b}\nmodel: {kind: mlp, sizes: [\(sizes)]}\noptimizer: {kind: sgd}\nsteps: 1\n"
        }
        #expect(message(sizes(1000)) == "was taken")
        #expect(message(sizes(1001)) == "some.yaml:2: model.sizes must have 1000 numbers at most (got 1001)")
        #expect(
            message(sizes(120_000)).hasPrefix("some.yaml:2: is no recipe: up to here it has more than 100000 values")
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

    @Test("What editors leave behind is read", arguments: leftovers)
    func reads(text: String) throws {
        let recipe = try Recipe(text: text, path: "some.yaml")
        #expect(recipe.length == .steps(2) && recipe.batch == 4)
        #expect(try #require(recipe.keys.model as? RNNKind).recurrent.hidden == 4)
    }

    @Test(
        "What is not read is named with its line",
        arguments: [
            ("steps: 1\n\tdata: 2\n", "some.yaml:2: is not YAML: found a tab character that violates indentation"),
            ("data:\n\tkind: csv\n", "some.yaml:2: is not YAML: found character that cannot start any token"),
            ("steps: 1\n---\nsteps: 2\n", "some.yaml:2: a second document begins here, and a recipe is one"),
            ("steps: 1\nseed: 2\nsteps: 3\n", "some.yaml:3: key steps is given twice"),
            ("a: {b: 1, c: 2,\n  \"b\": 3}\n", "some.yaml:2: key b is given twice"),
            ("steps: !!python/object:os.system x\n", "some.yaml:1: the tag !!python/object:os.system does not go with"),
            ("steps: !steps 3\n", "some.yaml:1: the tag !steps does not go with this value"),
            ("data: !!seq {kind: csv}\n", "some.yaml:1: the tag !!seq does not go with this value"),
            ("steps: !!str 3\n", "some.yaml:1: steps must be a whole number (got the text \"3\")"),
            ("x: &x {kind: sgd}\ny:\n  <<: *x\n", "some.yaml:3: keys are not merged (<<)"),
            ("steps: *none\n", "some.yaml:1: the alias *none has no anchor before it"),
            ("steps: \u{1}\n", "some.yaml:1: is not YAML: control characters are not allowed"),
            ("seed: 1\nname: a\nsteps: \u{1}\n", "some.yaml:3: is not YAML: control characters are not allowed"),
            ("%YAML 9.9\n---\nsteps: 1\n", "some.yaml:1: is not YAML: found incompatible YAML document"),
            ("%TAG ! x\nsteps: 1\n", "some.yaml:"),
            ("steps: |\n  two\n  lines\n", "some.yaml:1: steps must be a whole number (got the text \"two"),
        ]
    )
    func refuses(text: String, expected: String) {
        let message = message(text)
        #expect(message.hasPrefix(expected), "\(message)")
        // Text that is no YAML has one fault; text that is read is then checked for missing keys.
        let faults = message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        #expect(faults.allSatisfy { $0.hasPrefix("some.yaml:1: ") && $0.hasSuffix(" is missing") }, "\(message)")
    }

    @Test("A tab before a key is named as what it is")
    func tab() { #expect(message("data:\n\tkind: csv\n").hasSuffix("(a tab stands where YAML takes spaces only)")) }

    @Test("Texts that an error quotes are cut")
    func cut() {
        let long = String(repeating: "x", count: 100_000)
        for text in ["\(long): 1\n", "steps: \(long)\n", "optimizer: {kind: \(long)}\n", "steps: !<\(long)> 1\n"] {
            #expect(message(text).unicodeScalars.count < 400)
        }
    }
}
