import Testing

@testable import YAML

@Suite struct NearestWordTests {
    @Test(
        arguments: [
            ("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("max_norm", "maxnorm", 1), ("drak", "dark", 1),
            ("theem", "theme", 1), ("ca", "abc", 3),
        ]
    )
    func distance(left: String, right: String, expected: Int) {
        #expect(editDistance(left, right) == expected)
        #expect(editDistance(right, left) == expected)
    }

    @Test(
        arguments: [
            ("AdamW", ["sgd", "adam", "adamw"], "adamw"), ("ADAM", ["sgd", "adam", "adamw"], "adam"),
            ("maxNorm", ["map_norm", "max_norm"], "max_norm"), ("leaky-ReLU", ["relu", "leaky_relu"], "leaky_relu"),
        ]
    )
    func `capitals and joints come before letters`(word: String, words: [String], expected: String) {
        #expect(nearest(to: word, among: words) == expected)
    }

    @Test(
        arguments: [
            ("foo", ["pool", "word"], nil), ("lion", ["sgd", "adam"], nil), ("sgdd", ["sgd", "adam"], "sgd"),
            ("ab", ["abc", "xyz"], "abc"), ("momnetum", ["momentum"], "momentum"), ("evaluate", ["evaluation"], nil),
        ]
    )
    func `only what is spelled alike is near: a third of the letters may differ, of a short word one`(
        word: String,
        words: [String],
        expected: String?
    ) {
        #expect(nearest(to: word, among: words) == expected)
    }

    @Test func `of paths the last parts are compared; the same section wins a tie`() {
        #expect(nearest(to: "clip.maxnorm", among: ["max_norm", "clip.max_norm"]) == "clip.max_norm")
        #expect(nearest(to: "norm_spik", among: ["alarms.norm_spike", "theme"]) == "alarms.norm_spike")
    }

    @Test func `other names of a word come before its letters`() {
        #expect(nearestWord(to: "Swish", among: ["silu", "tanh"], ["silu": "swish"]) == "silu")
        #expect(nearestWord(to: "SILU", among: ["tanh", "silu"]) == "silu")
    }

    @Test func `a text that is no word has none near it`() {
        #expect(nearest(to: String(repeating: "adam", count: 1000), among: ["adam"]) == nil)
        #expect(nearest(to: "adam", among: []) == nil)
    }
}
