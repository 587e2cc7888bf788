import Testing

@testable import YAML

private func tree(_ text: String) throws(DocumentError) -> YAMLNode? {
    var report = FaultReport(path: "some.yaml")
    let tree = try YAMLNode.mapping(text, noun: "recipe", &report)
    if let error = report.error { throw error }
    return tree
}

private func message(_ text: String) -> String {
    do throws(DocumentError) {
        _ = try tree(text)
        return "was taken"
    } catch { return error.description }
}

/// What YAML allows and documents do not, and what would cost more than a document is worth.
@Suite struct YAMLComposerTests {
    /// Aliases of aliases: so many doublings of ten.
    private static func laughs(_ levels: Int) -> String {
        let tens = Array(repeating: "*", count: 10)
        return (1...levels).reduce("a0: &a0 [x]\n") { text, level in
            text + "a\(level): &a\(level) [\(tens.map { "\($0)a\(level - 1)" }.joined(separator: ","))]\n"
        }
    }

    @Test func `aliases count as all that they stand for`() {
        #expect(
            message(Self.laughs(9) + "steps: 3\n")
                == "some.yaml:6: is not a recipe: up to here it has more than 100000 values, those of aliases counted"
        )
        // As keys, too, which must be told apart from each other.
        let prefix = Self.laughs(4)
        #expect(message(prefix + "? *a4\n: 1\n? *a4\n: 2\n") == "some.yaml:6: a key must be a word")
        #expect(message("b: &b [*b]\n") == "some.yaml:1: the alias *b has no anchor before it")
    }

    @Test(
        arguments: [("[", 500_000), ("{a: ", 200_000), ("- ", 200_000), ("? ", 200_000), ("[", 60)]
    )
    func `depth is bounded`(opening: String, count: Int) {
        let text = String(repeating: opening, count: count)
        #expect(message(text) == "some.yaml:1: lists and sections stand more than 50 deep in each other here")
    }

    @Test func `length is bounded`() {
        let text = "# " + String(repeating: "x", count: 1 << 20)
        #expect(
            message(text) == "some.yaml: is not a recipe: it has 1048578 bytes, more than the limit of 1048576"
        )
    }

    @Test(
        arguments: [
            ("steps: 1\n\tdata: 2\n", "some.yaml:2: invalid YAML: found a tab character that violates indentation"),
            ("data:\n\tkind: csv\n", "some.yaml:2: invalid YAML: found character that cannot start any token"),
            ("seed: 1\nname: \"digits\n", "some.yaml:3: invalid YAML: "),
            ("seed: 1\n  name: digits\n", "some.yaml:2: invalid YAML: "),
            ("seed: [1, 2\n", "some.yaml:2: invalid YAML: "),
            ("steps: 1\n---\nsteps: 2\n", "some.yaml:2: a second document begins here, and a recipe is one"),
            ("steps: !!python/object:os.system x\n", "some.yaml:1: the tag !!python/object:os.system does not go with"),
            ("steps: !steps 3\n", "some.yaml:1: the tag !steps does not go with this value"),
            ("data: !!seq {kind: csv}\n", "some.yaml:1: the tag !!seq does not go with this value"),
            ("x: &x {kind: sgd}\ny:\n  <<: *x\n", "some.yaml:3: keys are not merged (<<)"),
            ("steps: *none\n", "some.yaml:1: the alias *none has no anchor before it"),
            ("? [a, b]\n: 1\n", "some.yaml:1: a key must be a word"),
            ("steps: \u{1}\n", "some.yaml:1: invalid YAML: control characters are not allowed"),
            ("seed: 1\nname: a\nsteps: \u{1}\n", "some.yaml:3: invalid YAML: control characters are not allowed"),
            ("%YAML 9.9\n---\nsteps: 1\n", "some.yaml:1: invalid YAML: found incompatible YAML document"),
            ("%TAG ! x\nsteps: 1\n", "some.yaml:"),
            ("- a\n- b\n", "some.yaml:1: a recipe is a mapping of keys to values"),
        ]
    )
    func `what is not read is named with its line`(text: String, expected: String) {
        let message = message(text)
        #expect(message.hasPrefix(expected), "\(message)")
        #expect(!message.contains("\n"))
    }

    @Test func `a key that is given twice has its line, and the rest is read`() throws {
        var report = FaultReport(path: "some.yaml")
        let text = "a: {b: 1, c: 2,\n  \"b\": 3}\nseed: 2\na: [1]\nlast: 1\n"
        let tree = try #require(try YAMLNode.mapping(text, noun: "recipe", &report))
        #expect(tree.entries.map(\.key) == ["a", "seed", "last"])
        #expect(tree.entries[0].value.entries.map(\.value.words) == ["1", "2"])
        #expect(
            report.error?.description == "some.yaml:2: key b is given twice\nsome.yaml:4: key a is given twice"
        )
    }

    @Test(arguments: ["", "# only this\n", "\n"])
    func `a text of nothing is no tree`(text: String) throws { #expect(try tree(text) == nil) }

    @Test func `values at paths of keys, with the sections on the way`() throws {
        var tree = try #require(try tree("a: {b: 1}\nc: 2\n"))
        var report = FaultReport(path: "some.yaml")
        let value = try YAMLNode.value("[3, 4]", option: "--set x", &report)
        try tree.set(["a", "b"], to: value)
        try tree.set(["d", "e", "f"], to: value)
        let fault = #expect(throws: ValueFault.self) { try tree.set(["c", "g"], to: value) }
        #expect(fault?.message == "c is not a section of keys" && fault?.origin == .option("--set x"))
        tree.remove("c")
        #expect(tree.entries.map(\.key) == ["a", "d"])
        #expect(tree.entries[0].value.entries[0].value == value)
        #expect(tree.entries[1].value.entries[0].value.entries[0].value == value)
    }

    @Test func `a tab before a key is named as what it is`() {
        #expect(message("data:\n\tkind: csv\n").hasSuffix("(a tab stands where YAML takes spaces only)"))
    }

    @Test func `texts that an error quotes are cut`() {
        let long = String(repeating: "x", count: 100_000)
        for text in ["steps: !<\(long)> 1\n", "a: *\(long)\n", "\(long): 1\n\(long): 1\n"] {
            #expect(message(text).unicodeScalars.count < 400)
        }
    }
}
