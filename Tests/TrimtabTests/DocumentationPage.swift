import Foundation
import Testing

/// A Markdown file of the repository: README, or a page of a catalog.
struct DocumentationPage {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Relative to the repository.
    let path: String
    var text: String

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    /// README, the guide for contributors, and the pages of all catalogs.
    static func all() throws -> [DocumentationPage] {
        let pages = try catalogs().flatMap { catalog in
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: catalog).path)
                .filter { $0.hasSuffix(".md") }.map { "\(catalog)/\($0)" }
        }
        return try (["README.md", ".github/CONTRIBUTING.md"] + pages.sorted()).map(DocumentationPage.init)
    }

    /// The paths of the catalogs.
    static func catalogs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).sorted()
            .map { "Sources/\($0)/\($0).docc" }.filter(exists)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The folder that holds it, relative to the repository.
    var folder: String { path.contains("/") ? path.split(separator: "/").dropLast().joined(separator: "/") : "" }

    /// What stands between the markers of a generated section.
    func section(_ name: String) throws -> String { String(text[try range(of: name)]) }

    /// Compares a generated section with what it should be; with `RECORD=1`, writes it.
    mutating func expect(_ name: String, _ wanted: String) throws {
        let range = try range(of: name)
        guard ProcessInfo.processInfo.environment["RECORD"] == "1" else {
            #expect(text[range] == wanted, "\(path), section \(name): run with RECORD=1")
            return
        }
        text.replaceSubrange(range, with: wanted)
        try text.write(to: Self.root.appending(path: path), atomically: true, encoding: .utf8)
    }

    private func range(of name: String) throws -> Range<String.Index> {
        let start = try #require(text.range(of: "<!-- \(name) -->\n"), "\(path) has no section \(name)").upperBound
        return start..<(try #require(text.range(of: "<!-- /\(name) -->"))).lowerBound
    }
}
