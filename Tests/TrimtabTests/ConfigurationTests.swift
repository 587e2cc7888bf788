import Dashboard
import Foundation
import Recipes
import Telemetry
import Testing
import YAML

@testable import Terminal
@testable import trimtab

/// The configuration file: what it takes, and what it says of anything else.
@Suite struct ConfigurationTests {
    private func parse(_ text: String) throws(DocumentError) -> Configuration {
        try Configuration.parse(text, path: "config.yaml")
    }

    @Test func `keys are read`() throws {
        let configuration = try parse("# colors\ntheme: high-contrast\nglyphs: blocks\nmouse: off\n")
        #expect(configuration.theme == .highContrast)
        #expect(configuration.glyphs == .blocks)
        #expect(!configuration.mouse)
    }

    @Test func `alarms are a section`() throws {
        let configuration = try parse(
            "on_alarm: notify-send \"$TRIMTAB_ALARM\"\nalarms:\n  norm_spike: off\n  plateau: pause\n"
        )
        #expect(configuration.onAlarm == "notify-send \"$TRIMTAB_ALARM\"")
        var expected = AlarmResponses()
        try expected.set("norm_spike", to: "off")
        try expected.set("plateau", to: "pause")
        #expect(configuration.alarms == expected)
        #expect(ConfigurationKeys.schema.keys.count { $0.path.hasPrefix("alarms.") } == AlarmRule.all.count)
    }

    @Test(arguments: ["", "# nothing\n", "theme: auto\nglyphs: auto\nmouse: on\n", "{}"])
    func defaults(_ text: String) throws {
        #expect(try parse(text) == Configuration())
    }

    @Test(
        arguments: [
            ("theme: dark\ntheem: dark\n", "config.yaml:2: unknown key theem (the nearest known key is theme)"),
            (
                "theme: drak",
                "config.yaml:1: theme must be one of auto, dark, light, high-contrast, colorblind (got drak; the nearest is dark)"
            ),
            ("\nmouse: [on]", "config.yaml:2: mouse must be one of on, off"),
            ("mouse: yes", "config.yaml:1: mouse must be one of on, off (got yes)"),
            ("alarms: off", "config.yaml:1: alarms must be a section of keys"),
            (
                "alarms:\n  norm_spik: off",
                "config.yaml:2: unknown key alarms.norm_spik (the nearest known key is alarms.norm_spike)"
            ),
            (
                "alarms:\n  norm_spike: loud",
                "config.yaml:2: alarms.norm_spike must be one of off, note, bell, pause (got loud"
            ),
            ("norm_spike: off", "config.yaml:1: unknown key norm_spike (the nearest known key is alarms.norm_spike)"),
            ("on_alarm: [a]", "config.yaml:1: on_alarm must be a text"),
            ("glyphs:", "config.yaml:1: glyphs has no value"),
            ("- theme", "config.yaml:1: a configuration is a mapping of keys to values"),
            (
                "theme: dark\n---\ntheme: light",
                "config.yaml:2: a second document begins here, and a configuration is one"
            ),
            ("theme: dark\ntheme: light", "config.yaml:2: "),
            ("theme: [", "config.yaml:"),
        ]
    ) func `one clear line`(_ text: String, _ message: String) {
        let error = #expect(throws: DocumentError.self) { try parse(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test(
        arguments: [
            (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/trimtab/config.yaml"),
            (["HOME": "/h"], "/h/.config/trimtab/config.yaml"),
            (["XDG_CONFIG_HOME": "", "HOME": "/h"], "/h/.config/trimtab/config.yaml"),
            (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/trimtab/config.yaml"), ([:], nil),
            (["HOME": ""], nil),
        ]
    ) func `the place`(_ environment: [String: String], _ expected: String?) {
        #expect(Configuration.path(environment) == expected)
    }

    @Test func `the file may be missing and is read where it is`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = ["XDG_CONFIG_HOME": folder.path]
        #expect(try Configuration.read(environment) == Configuration())
        let file = folder.appendingPathComponent("trimtab/config.yaml")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try "theme: light".write(to: file, atomically: true, encoding: .utf8)
        #expect(try Configuration.read(environment).theme == .light)
        try Data([0xff, 0xfe, 0]).write(to: file)
        #expect(throws: (any Error).self) { try Configuration.read(environment) }
    }

    @Test func `options override the file`() throws {
        let configuration = try parse("theme: light\nglyphs: blocks\nmouse: off")
        let plain = try DisplayOptions.parse([]).screen(configuration)
        #expect(plain == ScreenOptions(glyphs: .blocks, theme: .light, mouse: false))
        let chosen = try DisplayOptions.parse(["--theme", "auto", "--glyphs", "braille", "--mouse"]).screen(
            configuration
        )
        #expect(chosen == ScreenOptions(glyphs: .braille, keepsTheme: true))
        #expect(try DisplayOptions.parse(["--ascii"]).screen(configuration).glyphs == .ascii)
        #expect(try DisplayOptions.parse(["--no-mouse"]).screen(Configuration()).mouse == false)
        #expect(throws: (any Error).self) { try DisplayOptions.parse(["--ascii", "--glyphs", "blocks"]) }
        #expect(throws: (any Error).self) { try DisplayOptions.parse(["--theme", "pink"]) }
    }

    @Test func `options are handed on as they were given`() throws {
        let words = ["--theme", "light", "--glyphs", "auto", "--no-color", "--no-mouse", "--readonly"]
        #expect(try DisplayOptions.parse(words).words == words)
        #expect(try DisplayOptions.parse([]).words == [])
    }
}
