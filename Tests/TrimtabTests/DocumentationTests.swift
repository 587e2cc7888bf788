import ArgumentParser
import Dashboard
import Recipes
import Telemetry
import Testing
import YAML

@testable import trimtab

/// What the documentation generates from the program is current. `RECORD=1` writes it again.
@Suite(.serialized)
struct DocumentationTests {
    @Test func `the table of recipe keys is that of the recipe's keys`() throws {
        var page = try DocumentationPage("Sources/Recipes/Recipes.docc/Keys.md")
        try page.expect("recipe keys", Schema().reference())
    }

    @Test func `the table of the configuration is that of its keys`() throws {
        var page = try DocumentationPage("Sources/trimtab/trimtab.docc/Configuration.md")
        try page.expect("configuration", ConfigurationKeys.reference())
    }

    @Test func `the table of step numbers is that of the metrics`() throws {
        var page = try DocumentationPage("Sources/Telemetry/Telemetry.docc/LineFormat.md")
        try page.expect("step fields", MetricInfo.reference)
    }

    @Test func `the program of GettingStarted is the demo of the library`() throws {
        let source = try DocumentationPage("demos/DigitsClassifier/main.swift").text
        var page = try DocumentationPage("Sources/Training/Training.docc/GettingStarted.md")
        try page.expect("program", "```swift\n\(source)```\n")
    }

    @Test func `the page of the program names its commands, and no others`() throws {
        let text = try DocumentationPage("Sources/trimtab/trimtab.docc/trimtab.md").text
        let named = text.matches(of: /(?m)^\| `trimtab (\w+)/).map { String($0.1) }
        let known = Trimtab.configuration.subcommands.compactMap { $0.configuration.commandName }
        #expect(named.sorted() == known.sorted())
    }

    @Test func `README's keys are those of the keymap`() throws {
        var page = try DocumentationPage("README.md")
        try page.expect("keys", Self.keyTables)
    }

    @Test func `README's screen is one of a demo recording`() throws {
        let recording = try RecordingFile(
            path: DocumentationPage.root.appending(path: "demos/temporal-order.jsonl").path
        )
        defer { recording.close() }
        var course = StateAtMoment(.step(1400))
        _ = try recording.deliver(to: &course)
        let screen = Workspace(course.state, glyphs: .braille).render(columns: 100, rows: 28).lines.map {
            $0.isEmpty ? "" : "    " + $0
        }
        var page = try DocumentationPage("README.md")
        try page.expect("screen", "\n" + screen.joined(separator: "\n") + "\n\n")
    }

    private static var keyTables: String {
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
}
