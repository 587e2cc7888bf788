extension Unicode.Scalar {
    /// True for what is obeyed and not shown: controls (C0, DEL and C1, which hold ESC and the one-byte CSI), format
    /// characters (bidirectional controls, zero-width ones, U+FEFF, tags), and line and paragraph separators.
    ///
    /// The one rule for everything that leaves the program: text gets a question mark in their place (`printable`), JSON
    /// an escape (`append(json:)`), and screens show a part of what is left.
    public var isUnprintable: Bool {
        if (" "..."~").contains(self) { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}

/// Text from outside as a terminal or a log may have it: on one line, each unprintable character as a question mark.
public func printable(_ text: String) -> String { shown(text) { !$0.isUnprintable } }

/// Lines of text from outside as a terminal may have them: `printable`, with their line breaks.
public func printableLines(_ text: String) -> String { shown(text) { $0 == "\n" || !$0.isUnprintable } }

/// True when a text holds a control character (C0, DEL or C1), a line break included: no name and no path may.
package func holdsControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.generalCategory == .control }
}

private func shown(_ text: String, _ isShown: (Unicode.Scalar) -> Bool) -> String {
    // Most text needs no copy.
    if text.unicodeScalars.allSatisfy(isShown) { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isShown($0) ? $0 : "?" }))
}
