import Testing

@testable import Telemetry

/// What a run's first line declares about its settings.
@Suite struct SettingLineTests {
    private func line(_ setting: String) -> String {
        #"{"event":"run","protocol":1,"name":"a","settings":[\#(setting)],"abilities":[]}"#
    }

    private func run(_ setting: Setting) -> Event { .run(Run(name: "a", settings: [setting])) }

    @Test(
        arguments: [
            (NumberRange.any, #"{"name":"x","value":1}"#),
            (.atLeast(0, orInfinity: true), #"{"name":"x","value":1,"minimum":0}"#),
            (.atLeast(0), #"{"name":"x","value":1,"minimum":0,"below":"Infinity"}"#),
            (.above(0), #"{"name":"x","value":1,"above":0,"below":"Infinity"}"#),
            (.from(0, below: 1.5), #"{"name":"x","value":1,"minimum":0,"below":1.5}"#),
            (.from(0.5, through: 1e6), #"{"name":"x","value":1,"minimum":0.5,"maximum":1000000}"#),
            (.finite, #"{"name":"x","value":1,"above":"-Infinity","below":"Infinity"}"#),
        ]
    )
    func `a range travels`(range: NumberRange, json: String) {
        let event = run(Setting(name: "x", value: .number(1), range: range))
        var encoder = LineEncoder()
        encoder.append(event)
        #expect(String(decoding: encoder.bytes, as: UTF8.self) == line(json) + "\n")
        #expect(LineDecoder.decode(line(json)) == .event(event))
    }

    @Test(
        arguments: [
            (#"{"name":"x","value":1,"minimum":null,"maximum":null,"above":null,"below":null}"#, NumberRange.any),
            // A bound that is not a number bounds nothing.
            (#"{"name":"x","value":1,"minimum":"NaN","below":NaN}"#, .any),
            // Written by an earlier version.
            (#"{"name":"x","value":1,"minimum":0.5,"maximum":1}"#, .from(0.5, through: 1)),
            (#"{"name":"x","value":1,"of_the_future":[1,2]}"#, .any),
        ]
    )
    func `what is not declared bounds nothing`(json: String, range: NumberRange) {
        #expect(LineDecoder.decode(line(json)) == .event(run(Setting(name: "x", value: .number(1), range: range))))
    }
}
