/// What a panel is called: in the focus of the view, among the hidden ones, in what is remembered of a run.
struct PanelName: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    init(_ text: String) { self.text = text }

    init(stringLiteral text: String) { self.text = text }
}
