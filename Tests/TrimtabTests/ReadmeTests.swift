import Dashboard
import Foundation
import Telemetry
import Testing

@testable import trimtab

/// What README says is what the program does. `RECORD=1` writes the tables anew.
@Suite(.serialized) struct ReadmeTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md")

    @Test func recipeKeysAreThoseOfTheTable() throws {
        try expect("recipe keys", RecipeKey.reference())
    }

    @Test func configurationKeysAreThoseOfTheTable() throws {
        try expect("configuration", ConfigurationKey.reference())
    }

    @Test func keysAreThoseOfTheKeymap() throws {
        try expect("keys", Self.keys)
    }

    @Test func stepFieldsAreThoseOfTheTable() throws {
        try expect("step fields", MetricInfo.reference)
    }

    @Test func theScreenIsOneOfADemoRecording() throws {
        let file = Self.file.deletingLastPathComponent().appendingPathComponent("demos/temporal-order.jsonl").path
        let recording = try RecordingFile(path: file)
        defer { recording.close() }
        var course = CourseTo(.step(1400))
        _ = try recording.hand(to: &course)
        let screen = Workspace(course.state, glyphs: .braille).render(columns: 110, rows: 34).lines.map {
            $0.isEmpty ? "" : "    " + $0
        }
        try expect("screen", "\n" + screen.joined(separator: "\n") + "\n\n")
    }

    private static var keys: String {
        var lines: [String] = []
        for section in Keymap.Section.allCases {
            lines += ["| key | \(section.rawValue) |", "|---|---|"]
            lines += Keymap.bindings.filter { $0.section == section }.map { binding in
                "| \(binding.label.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")) | \(binding.help) |"
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private func expect(_ name: String, _ text: String) throws {
        let (begin, end) = ("<!-- \(name) -->\n", "<!-- /\(name) -->")
        var readme = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(readme.range(of: begin)).upperBound
        let stop = try #require(readme.range(of: end)).lowerBound
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            readme.replaceSubrange(start..<stop, with: text)
            try readme.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(readme[start..<stop] == text)
        }
    }
}
