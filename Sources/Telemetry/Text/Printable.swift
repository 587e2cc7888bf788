extension Unicode.Scalar {
    /// True for characters that terminals interpret instead of showing: controls (C0, DEL and C1, with ESC and the one-byte
    /// CSI), format characters (bidirectional controls, zero-width ones, U+FEFF, tags), line and paragraph separators.
    ///
    /// All output follows this rule: text replaces them by question marks (`printable`), JSON escapes them (`append(json:)`),
    /// and screens show a subset of the others.
    public var isUnprintable: Bool {
        if (" "..."~").contains(self) { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}

/// Text from outside, safe for a terminal or a log: one line, each unprintable character replaced by a question mark.
public func printable(_ text: String) -> String { shown(text) { !$0.isUnprintable } }

/// Lines of text from outside, safe for a terminal: as `printable`, but with line breaks.
public func printableLines(_ text: String) -> String { shown(text) { $0 == "\n" || !$0.isUnprintable } }

/// True if a text holds a control character (C0, DEL or C1), which includes line breaks. Names and paths must not.
package func holdsControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.generalCategory == .control }
}

private func shown(_ text: String, _ isShown: (Unicode.Scalar) -> Bool) -> String {
    // Most text needs no copy.
    if text.unicodeScalars.allSatisfy(isShown) { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isShown($0) ? $0 : "?" }))
}
