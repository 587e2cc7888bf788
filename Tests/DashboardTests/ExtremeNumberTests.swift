import Telemetry
import Testing

@testable import Dashboard

/// Numbers at the ends of what types hold: whoever writes the wire must not be able to end a viewer.
@Suite struct ExtremeNumberTests {
    private func dashboard(_ lines: [String]) -> Workspace {
        var dashboard = Workspace.run(leaving: .stops)
        for line in lines {
            guard case .event(let event) = LineDecoder.decode(line) else {
                Issue.record("no event: \(line)")
                continue
            }
            _ = dashboard.update(.event(event))
        }
        return dashboard
    }

    private func screen(_ lines: [String]) -> String {
        let dashboard = dashboard(lines)
        for (columns, rows) in [(10, 2), (40, 12), (80, 24), (300, 100)] {
            _ = dashboard.render(columns: columns, rows: rows)
        }
        return dashboard.render(columns: 120, rows: 36).lines.joined(separator: "\n")
    }

    private static let opening = #"{"event":"run","protocol":1,"name":"x"}"#

    @Test(
        arguments: [
            (
                [
                    #"{"event":"step","step":1,"time":0,"samples_per_second":1e300}"#,
                    #"{"event":"step","step":2,"time":1}"#,
                ], "1e300 samples/s"
            ),
            (
                // A wider gap would be a step that is wrong.
                [#"{"event":"step","step":1,"time":0}"#, #"{"event":"step","step":1001,"time":2e-9}"#], "5e11 steps/s"
            ),
            ([#"{"event":"step","step":1,"time":0,"loss":-9223372036854775808}"#], "training -9.223e18"),
            (
                [
                    #"{"event":"step","step":1,"time":0,"layers":{"a":1},"dead_units":0.5,"dead_layers":{"a":NaN}}"#
                ], "NaN"
            ),
        ]
    )
    func `a line cannot end the screen`(lines: [String], text: String) {
        #expect(screen([Self.opening] + lines).contains(text))
    }

    @Test func `a pace beyond int is drawn`() {
        let opening = #"{"event":"run","protocol":1,"name":"x","settings":[{"name":"pace","value":1e19}]}"#
        #expect(screen([opening]).contains("pace 1e19"))
    }

    /// All norms below 1e-309: logarithmic axes over numbers that have lost their precision.
    @Test(arguments: [.leastNonzeroMagnitude, 2024 * .leastNonzeroMagnitude, 0x1p-1027, .leastNormalMagnitude])
    func `the smallest numbers have an axis`(value: Double) {
        let lines = (1...20).map {
            #"{"event":"step","step":\#($0),"time":\#($0),"loss":\#(value),"grad_norm":\#(value),"lr":\#(value),"layers":{"a":\#(value),"b":5e-324}}"#
        }
        let screen = screen([Self.opening] + lines)
        #expect(screen.contains("gradient norm log  \(NumberFormat.fixedWidth(value))"))
        // Chart of norms: an axis with a label, and dots.
        #expect(screen.contains(/e-3\d\d┤/))
    }

    // MARK: Keys

    private static let steerable =
        #"{"event":"run","protocol":1,"name":"x","settings":[{"name":"max_norm","value":1,"minimum":0}],"abilities":["set"]}"#

    private func press(_ text: String, on dashboard: inout Workspace) -> [Double] {
        var keys = text.map { Key.character($0) }
        if let enter = keys.firstIndex(of: .character("⏎")) { keys[enter] = .enter }
        return keys.flatMap { dashboard.update(.key($0)) }.compactMap { effect in
            guard case .send(let command, _) = effect, case .set(_, .number(let value)) = command.request else {
                return nil
            }
            return value
        }
    }

    @Test func `a setting is not multiplied beyond the largest number`() {
        var dashboard = dashboard([Self.steerable])
        #expect(press("m1e308⏎y]]]]]", on: &dashboard) == [1e308, 1.25e308, 1.5625e308])
        #expect(dashboard.message?.text == "max_norm 1.5625e308 cannot be scaled any further; press m")
        #expect(press("[", on: &dashboard) == [1.25e308])
    }

    @Test func `a setting is not multiplied beyond its range`() {
        var dashboard = dashboard([
            #"{"event":"run","protocol":1,"name":"x","settings":[{"name":"max_norm","value":1,"minimum":0.9,"maximum":1.3}],"abilities":["set"]}"#
        ])
        #expect(press("]]", on: &dashboard) == [1.25])
        #expect(dashboard.message?.text == "max_norm must be from 0.9 to 1.3 (got 1.5625)")
        #expect(press("[[", on: &dashboard) == [1])
        #expect(dashboard.message?.text == "max_norm must be from 0.9 to 1.3 (got 0.8)")
    }

    @Test(arguments: ["-9223372036854775808", "-1e400", "nan", "-inf", "0x1p63", "1e400"])
    func `a number key takes nothing that ends the run`(text: String) {
        var dashboard = dashboard([Self.steerable])
        #expect(press("m\(text)⏎", on: &dashboard).isEmpty)
        #expect(dashboard.prompt?.complaint != nil)
    }
}
