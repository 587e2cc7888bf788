/// A key on the bottom row, and a word or two for it.
struct KeyHint: Equatable, Sendable {
    var label: String
    var brief: String

    init(_ label: String, _ brief: String) { (self.label, self.brief) = (label, brief) }
}
