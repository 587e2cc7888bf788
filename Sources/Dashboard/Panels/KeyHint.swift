/// A key on the bottom row with its description in a word or two.
struct KeyHint: Equatable, Sendable {
    var label: String
    var brief: String

    init(_ label: String, _ brief: String) { (self.label, self.brief) = (label, brief) }
}
