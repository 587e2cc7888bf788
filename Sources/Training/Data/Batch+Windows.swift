extension Batch {
    /// Empties the batch, for tokens of this shape.
    mutating func clearForTokens(shape: [Int]) {
        resize(to: [0])
        self.shape = shape
    }

    /// Appends the tokens of a window, and the tokens that follow them as targets.
    mutating func appendWindow(of text: Tokens, _ window: Range<Int>) {
        text.append(window, to: &tokens)
        text.append(window.lowerBound + 1..<window.upperBound + 1, to: &classes)
    }
}
