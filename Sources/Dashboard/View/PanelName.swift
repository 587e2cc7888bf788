/// The name of a panel, which identifies it in the view and in saved views.
struct PanelName: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    init(_ text: String) { self.text = text }

    init(stringLiteral text: String) { self.text = text }
}
