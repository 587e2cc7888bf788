import Testing

@testable import Telemetry

/// A field that cannot be read costs itself, is counted, and nothing else.
@Suite struct OddFieldTests {
    @Test func `a fraction of an epoch costs the epoch`() {
        let lines = (1...20).map {
            #"{"event":"step","step":\#($0),"time":\#($0),"loss":1,"epoch":\#(Double($0 * 5) / 100)}"#
        }
        let reading = Reading(lines.joined(separator: "\n"))
        #expect(reading.steps.map(\.step) == Array(1...20))
        #expect(reading.steps.map(\.epoch) == Array(repeating: nil, count: 19) + [1])
        #expect(reading.report.sentences == ["epoch: 19 values were not whole numbers"])
        #expect(reading.report.sentencesWithLines == ["epoch: 19 values were not whole numbers (first: line 1, 0.05)"])
        #expect(reading.report.skippedLines == 0 && reading.report.unreadValues == 19)
    }

    @Test func `a null among layers costs that layer`() {
        let reading = Reading(#"{"event":"step","step":1,"time":0,"loss":2,"layers":{"embed":null,"head":0.5}}"#)
        #expect(reading.steps.first?.layers == [NamedNumber("head", 0.5)])
        #expect(reading.report.sentencesWithLines == ["layers: 1 value was null (line 1, embed: null)"])
    }

    /// Each value as it may stand for a loss, and what it means.
    static let numbers: [(String, Double?)] = [
        ("\"1.414\"", 1.414), ("\" 2 \"", 2), ("\"nan\"", .nan), ("\"NaN\"", .nan), ("\"-inf\"", -.infinity),
        ("nan", .nan), ("-nan", .nan), ("inf", .infinity), ("-inf", -.infinity), ("+inf", .infinity), ("NaN", .nan),
        ("Infinity", .infinity), ("-Infinity", -.infinity), ("INF", .infinity), ("NAN", .nan), ("+1", 1), (".5", 0.5),
        ("-.5", -0.5), ("+1.5e2", 150), ("-0.25", -0.25), ("\"+.5\"", 0.5), ("\"1e-5\"", 1e-5),
        ("\"high\"", nil), ("\"1.5 s\"", nil), ("\"info\"", nil), ("true", nil), ("[1]", nil),
        ("{\"a\":1}", nil), ("\"12:5\"", nil),
    ]

    @Test(arguments: numbers) func `numbers are read where they are plain`(text: String, value: Double?) {
        let reading = Reading(#"{"event":"step","step":1,"time":0,"loss":\#(text),"lr":0.1}"#)
        #expect(reading.steps == [StepRecord(step: 1, time: 0, loss: value, lr: 0.1)])
        #expect(reading.report.sentences == (value == nil ? ["loss: 1 value was not a number"] : []))
    }

    @Test func `an empty cell says that there is none`() {
        let reading = Reading(#"{"step":"5","loss":"","lr":"0.1","val_loss":""}"#)
        #expect(reading.events == [.step(StepRecord(step: 5, time: 0, lr: 0.1))] && reading.report.isEmpty)
    }

    @Test func `null says that there is none`() {
        let reading = Reading(
            #"{"event":"step","step":1,"time":0,"epoch":null,"batch":null,"loss":null,"clip":null,"layers":null,"alarms":null}"#
        )
        #expect(reading == Reading(#"{"event":"step","step":1,"time":0}"#) && reading.report.isEmpty)
    }

    @Test(arguments: ["-", "+", "+-1", "--1", ".", "-.", "1.", "1e", "infinite", "nano", "+x", "1_000", "0x10", "None"])
    func `what is not JSON costs the line`(text: String) {
        let reading = Reading(#"{"event":"step","step":1,"time":0,"loss":\#(text)}"#)
        #expect(reading.events.isEmpty)
        #expect(reading.report.skippedLines == 1)
    }

    /// Each line without its odd field, and the field's remark.
    static let events: [(String, String, String)] = [
        (#""name":"a","steps":-1"#, #""name":"a""#, "steps: 1 value was not from 0 to 2^53"),
        (#""name":7,"steps":5"#, #""steps":5"#, "name: 1 value was not text"),
        (#""name":"a","resumed":{"path":"p"}"#, #""name":"a""#, "resumed: 1 value was of the wrong type"),
        (#""name":"a","resumed":5"#, #""name":"a""#, "resumed: 1 value was of the wrong type"),
        (
            #""settings":[{"name":"lr"},{"name":"lr","value":1}]"#, #""settings":[{"name":"lr","value":1}]"#,
            "settings: 1 value was of the wrong type"
        ),
        (
            #""settings":[{"name":"lr","value":1,"minimum":NaN}]"#, #""settings":[{"name":"lr","value":1}]"#,
            "settings: 1 value was not finite"
        ),
        (#""abilities":["pause",5]"#, #""abilities":["pause"]"#, "abilities: 1 value was not text"),
        (#""parameters":9223372036854775808"#, #""protocol":1"#, "parameters: 1 value was not from 0 to 2^53"),
    ]

    @Test(arguments: events) func `the first line keeps what it can`(odd: String, plain: String, remark: String) {
        let reading = Reading(#"{"event":"run",\#(odd)}"#)
        #expect(reading.events == Reading(#"{"event":"run",\#(plain)}"#).events)
        #expect(reading.report.sentences == [remark])
    }

    @Test func `other events keep what they can too`() {
        let applied = #"{"event":"applied","id":1,"step":2,"request":{"pause":true},"previous":[1],"from":0.5,"by":7}"#
        let expected = Event.applied(Applied(id: 1, step: 2, request: .pause, by: ""))
        #expect(Reading(applied).events == [expected] && Reading(applied).report.unreadValues == 3)
        let evaluation = #"{"event":"evaluation","step":2,"split":null,"loss":"0.5","accuracy":{}}"#
        #expect(Reading(evaluation).evaluations == [Evaluation(step: 2, split: "", loss: 0.5)])
        let end = #"{"event":"end","outcome":"failed","step":2,"reason":5}"#
        #expect(Reading(end).events == [.end(End(outcome: .failed, step: 2))])
    }

    @Test func `a time that is none is that of the step before`() {
        let reading = Reading(
            #"""
            {"event":"step","step":1,"time":2}
            {"event":"step","step":2,"time":NaN}
            {"event":"step","step":3,"time":1e400}
            {"event":"step","step":4}
            {"event":"step","step":5,"time":3}
            """#
        )
        #expect(reading.steps.map(\.time) == [2, 2, 2, 2, 3])
        #expect(reading.report.sentences == ["time: 2 values were not finite"])
    }

    @Test func `the report is bounded`() {
        let lines = (0..<5000).map {
            #"{"step":1,"\#($0 % 2 == 0 ? "loss" : "lr")":"a","train_loss":\#($0 % 3 == 0 ? "[]" : "1")}"#
        }
        let layers = (0..<2000).map { "\"\($0)\":null" }.joined(separator: ",")
        var reading = Reading(lines.joined(separator: "\n") + "\n{\"step\":1,\"loss\":1,\"layers\":{\(layers)}}")
        #expect(reading.report.fields.count == 3 && reading.report.fields.last?.count == 2000)
        let events = ["run", "step", "applied", "evaluation", "checkpoint", "end", "snapshot", "rejected"]
        let fields = [
            "name", "steps", "protocol", "parameters", "optimizer", "settings", "abilities", "resumed", "epoch",
            "batch",
        ]
        let values = ["[]", "{}", "\"a\"", "-5", "0.5", "true", "NaN", "1e300"]
        let odd = events.flatMap { event in
            fields.flatMap { field in values.map { #"{"event":"\#(event)","step":1,"\#(field)":\#($0)}"# } }
        }
        reading = Reading(odd.joined(separator: "\n"))
        #expect(reading.report.fields.count <= ReadingReport.fieldLimit)
        #expect(reading.report.fields.allSatisfy { $0.value.count < 64 })
    }
}
