extension Batch {
    /// Forgets what it held, for tokens of this shape.
    mutating func clearForTokens(shape: [Int]) {
        resize(to: [0])
        self.shape = shape
    }

    /// Adds the tokens of a window, and as targets those that follow them.
    mutating func appendWindow(of text: Tokens, _ window: Range<Int>) {
        text.append(window, to: &tokens)
        text.append(window.lowerBound + 1..<window.upperBound + 1, to: &classes)
    }
}
