import Telemetry
import Testing

@testable import YAML

/// A lamp that is switched at an hour, or by the light of day.
private struct Lamp: KeySection {
    @Key("Watts.", in: .from(1, through: 100), formerly: "power") var watts = 40
    @Key("Its place.") var place: String
    @Key("Its color.") var color = Color.white
    @Key("Hours of a break.", absent: "no break") var pause: [Double]?
    @Subsection var cable = Cable()
    @Choice var on: any Start

    enum Color: String, YAMLWord {
        case white, red
        static let synonyms = ["red": "crimson"]
    }

    struct Cable: KeySection {
        @Key("Meters.", in: .above(0)) var length = 1.5
        @Key("Meters that lie on the floor.", in: .atLeast(0)) var floor = 0.0

        func check(_ report: inout FaultReport) {
            if floor > length { report.add("cable.floor is longer than the cable", at: $floor) }
        }
    }

    init() { _on = Choice("When it is switched on.", [{ AtHour() }, { AtDusk() }], default: AtDusk()) }
}

private protocol Start: SectionKind {}

private struct AtHour: Start {
    let word = "hour"
    let meaning = "at the same time each day"
    @Key("The hour.", in: .from(0, below: 24)) var hour: Int
    @Key("Minutes before it is dim.", in: .atLeast(0)) var fade = 5
}

private struct AtDusk: Start {
    let word = "dusk"
    let synonyms = "evening sunset"
    @Key("Minutes before it is dim.", in: .atLeast(0)) var fade = 30
}

@Suite struct KeySectionTests {
    private static let schema = Schema(of: Lamp(), foreignNames: "watts: wattage\non.fade: dimming")

    private func read(_ text: String) throws -> (lamp: Lamp, reader: SectionReader) {
        var report = FaultReport(path: "lamp.yaml")
        let tree = try #require(try YAMLNode.mapping(text, noun: "lamp", &report))
        let lamp = Lamp()
        return (lamp, SectionReader(lamp, from: tree, report, Self.schema))
    }

    private func faults(_ text: String) throws -> [String] {
        try read(text).reader.report.error?.faults.map(\.description) ?? []
    }

    @Test func `what is given is read, and what is left out has its default`() throws {
        let (lamp, reader) = try read("place: hall\ncolor: red\npause: [1, 2.5]\non: {kind: hour, hour: 7}\n")
        #expect(reader.report.error == nil && lamp.place == "hall" && lamp.color == .red)
        #expect(lamp.watts == 40 && lamp.cable.length == 1.5 && lamp.pause == [1, 2.5])
        let start = try #require(lamp.on as? AtHour)
        #expect(start.hour == 7 && start.fade == 5 && lamp.$on.isWhole && lamp.$cable.isWhole)
        #expect(lamp.$place.place.isGiven && !lamp.$watts.place.isGiven)
        #expect(reader.written["on.fade"] == "5" && reader.written["power"] == "40")
        #expect(try read("place: hall\n").lamp.on is AtDusk)
    }

    @Test(
        arguments: [
            ("place: a\nwatts: 0\n", "lamp.yaml:2: watts must be from 1 to 100 (got 0)"),
            ("place: a\nwatts: 1.5\n", "lamp.yaml:2: watts must be a whole number (got 1.5)"),
            ("place: a\nwatts:\n", "lamp.yaml:2: watts has no value"),
            ("watts: 1\n", "lamp.yaml:1: place is missing"),
            ("plaec: a\n", "lamp.yaml:1: unknown key plaec (the nearest known key is place)"),
            ("place: a\nwattage: 3\n", "lamp.yaml:2: unknown key wattage (the nearest known key is watts)"),
            ("place: a\non: {dimming: 3}\n", "lamp.yaml:2: unknown key on.dimming (the nearest known key is on.fade)"),
            (
                "place: a\ncolor: crimson\n",
                "lamp.yaml:2: color must be one of white, red (got crimson; the nearest is red)"
            ),
            ("place: a\ncolor: [red]\n", "lamp.yaml:2: color must be a word (got a list)"),
            ("place: a\npause: [1, x]\n", "lamp.yaml:2: pause must be a list of numbers (got x)"),
            ("place: a\ncable: 3\n", "lamp.yaml:2: cable must be a section of keys (got 3)"),
            ("place: a\ncable: {length: 2,\n floor: 3}\n", "lamp.yaml:3: cable.floor is longer than the cable"),
            (
                "place: a\non: {kind: sunset}\n",
                "lamp.yaml:2: on.kind must be one of hour, dusk (got sunset; the nearest is dusk)"
            ),
            ("place: a\non: {kind: hour}\n", "lamp.yaml:2: on.hour is missing"),
            (
                "place: a\non:\n  kind: dusk\n  hour: 7\n",
                "lamp.yaml:4: on.hour does not go with on.kind dusk (it is for hour)"
            ),
            ("place: a\nwatts: 1\npower: 2\n", "lamp.yaml:3: power and watts are the same key; give one of them"),
        ]
    )
    func `what is wrong is reported at its line`(text: String, message: String) throws {
        #expect(try faults(text) == [message])
    }

    @Test func `everything that is wrong is reported, and a key under an old name with a warning`() throws {
        let (lamp, reader) = try read("power: 0\non: {kind: hour, hour: 24}\ncable: {length: 0}\n")
        #expect(
            reader.report.error?.faults.map(\.message) == [
                "power must be from 1 to 100 (got 0)", "place is missing",
                "on.hour must be from 0 to less than 24 (got 24)",
                "cable.length must be more than 0 (got 0)",
            ]
        )
        #expect(!lamp.$on.isWhole && !lamp.$cable.isWhole)
        #expect(reader.report.warnings == ["lamp.yaml:1: power is now called watts"])
    }

    @Test func `the list has every key of every kind once, with its defaults`() {
        let paths = Self.schema.keys.map(\.path)
        #expect(
            paths == [
                "watts", "place", "color", "pause", "cable.length", "cable.floor", "on.kind", "on.hour", "on.fade",
            ]
        )
        #expect(Self.schema.sections == ["cable", "on"])
        #expect(Self.schema["on.hour"]?.kinds == ["hour"] && Self.schema["on.fade"]?.kinds == ["hour", "dusk"])
        let lines = Self.schema.reference().split(separator: "\n").map(String.init)
        #expect(lines.contains("| `place` | text | required |  | Its place. |"))
        #expect(lines.contains("| `pause` | list of numbers | no break |  | Hours of a break. |"))
        #expect(lines.contains("| `on.fade` | whole number | `5` (dusk: `30`) | ≥ 0 | Minutes before it is dim. |"))
        let kinds = "When it is switched on. `hour`: at the same time each day."
        #expect(lines.contains("| `on.kind` | word | `dusk` | `hour`, `dusk` | \(kinds) |"))
        #expect(lines.contains("| `on.hour` | whole number | required | 0 ≤ … < 24 | The hour. Only with kind hour. |"))
    }
}
