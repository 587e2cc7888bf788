/// A text as a CSV field (RFC 4180): quoted if it holds a comma, a quote or a line break.
public func csvField(_ text: String) -> String {
    let special: Set<UInt8> = Set(",\"\r\n".utf8)
    guard text.utf8.contains(where: special.contains) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
