package import Platform

extension YAMLNode {
    /// Reads a file that is a mapping of keys to values; nil for one that holds nothing.
    ///
    /// - Parameters:
    ///   - use: what the file is wanted as.
    ///   - noun: what it should be, in errors.
    ///   - report: names the file, and gets the faults that do not stop reading.
    package static func file(
        _ use: FileFormat.Use,
        noun: String,
        _ report: inout FaultReport
    ) throws(DocumentError) -> YAMLNode? {
        let bytes: [UInt8]
        do {
            let file = try ReadFile(report.path, limit: YAMLComposer.mostBytes)
            try file.check(isFor: use)
            bytes = try file.bytes()
        } catch {
            throw DocumentError(place: report.path, message: error.message)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(place: report.path, message: "is not text in UTF-8")
        }
        return try mapping(text, noun: noun, &report)
    }

    /// Reads a text that is a mapping of keys to values; nil for one that holds nothing.
    package static func mapping(
        _ text: String,
        noun: String,
        _ report: inout FaultReport
    ) throws(DocumentError) -> YAMLNode? {
        // Editors on Windows put a mark before the first letter that only says UTF-8.
        let text = text.unicodeScalars.first == "\u{feff}" ? text.utf8.dropFirst(3) : text.utf8[...]
        guard let tree = try YAMLComposer.compose(text, noun: noun, &report) else { return nil }
        guard case .section = tree.content else {
            let message = "a \(noun) is a mapping of keys to values"
            throw DocumentError(place: tree.origin.place(in: report.path), message: message)
        }
        report.start = tree.origin
        return tree
    }

    /// Reads the value of an option as a YAML scalar, list or mapping.
    package static func value(
        _ text: String,
        option: String,
        _ report: inout FaultReport
    ) throws(DocumentError) -> YAMLNode {
        try YAMLComposer.compose(text.utf8, option: option, noun: "value", &report)
            ?? YAMLNode(content: .text("", quoted: false), origin: .option(option))
    }
}
