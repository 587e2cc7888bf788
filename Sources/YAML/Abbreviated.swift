import Telemetry

/// A text of a document as an error shows it: printable, and of one that is long the beginning.
package func abbreviated(_ text: String, to most: Int = 60) -> String {
    let start = text.unicodeScalars.prefix(most)
    return printable(String(String.UnicodeScalarView(start)))
        + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
}
