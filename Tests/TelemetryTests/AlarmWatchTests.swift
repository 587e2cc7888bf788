import Testing

@testable import Telemetry

@Suite struct AlarmWatchTests {
    @Test func `every rule has a word of its own`() {
        let words = AlarmRule.all.map(\.rawValue)
        #expect(Set(words).count == words.count)
        #expect(words.allSatisfy { $0.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil })
        for rule in AlarmRule.all {
            #expect(AlarmRule(rawValue: rule.rawValue).title == rule.title)
            #expect(rule.title(of: "x").contains("x") && !rule.title(of: "x").contains("%"))
        }
    }

    /// One more rule is a type and its name in the list.
    @Test func `a rule is added`() {
        struct Twelve: AlarmDetector {
            static let rule = AlarmRule("twelve", title: "a", withSubject: "a %", severity: .note, response: .off)

            mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
                if step.step == 12 { alarms.reportOnce(Self.rule, step: 12, value: 1, usual: nil) }
            }
        }
        @DetectorList func detectors() -> some AlarmDetectors {
            NonFinite()
            Twelve()
        }
        func rules<Row: AlarmDetectors>(of _: Row) -> [AlarmRule] { Row.rules }
        var (row, alarms) = (detectors(), ActiveAlarms())
        #expect(rules(of: row) == [.nonFinite, Twelve.rule])
        for step in 10..<20 {
            let record = StepRecord(step: step, time: 0, loss: 1)
            row.observe(StepNumbers(record), of: record, &alarms)
        }
        #expect(alarms.drainChanges().map(\.state) == [.raised, .over])
    }

    @Test func `a count that restarts forgets the old one`() {
        var run = AlarmRun()
        run.steps(100)
        run.steps(5) { $0.gradNorm = 50 }
        run.observe(.step(StepRecord(step: 1, time: 0, loss: 2, gradNorm: 50)))
        #expect(run.changes(.normSpike) == ["raised 101", "over 105"])
        #expect(run.watch.active == [])
    }

    @Test func `another run forgets the old one and the same does not`() {
        let process = RunProcess(pid: 1, started: 5)
        var run = AlarmRun(Run(name: "a", process: process))
        run.steps(100)
        run.observe(.run(Run(name: "a", process: process)))
        run.steps(1) { $0.gradNorm = 50 }
        #expect(run.changes(.normSpike) == ["raised 101"])
        run.observe(.run(Run(name: "b")))
        run.steps(1) { $0.gradNorm = 50 }
        #expect(run.changes(.normSpike) == ["raised 101", "over 101"])
    }

    @Test func `responses are chosen by word`() throws {
        var responses = AlarmResponses()
        #expect(responses[.nonFinite] == .bell && responses[.lossSpike] == .note)
        try responses.set("loss_spike", to: "pause")
        #expect(responses[.lossSpike] == .pause)
        #expect(throws: SettingError.self) { try responses.set("loss_spikes", to: "off") }
        do throws(SettingError) {
            try responses.set("loss_spike", to: "loud")
        } catch {
            #expect(error.description == "alarm loss_spike must be one of off, note, bell, pause (got loud)")
        }
        #expect(responses[.lossSpike] == .pause)
        var others = AlarmResponses()
        others[.stall] = .off
        responses.merge(others)
        #expect(responses[.stall] == .off && responses[.lossSpike] == .pause)
    }

    static let lines: [(String, AlarmReport)] = [
        (
            #"{"event":"alarm","rule":"norm_spike","state":"raised","since":300,"step":300,"count":1,"value":317.5,"usual":0.46}"#,
            AlarmReport(.normSpike, since: 300, step: 300, value: 317.5, usual: 0.46)
        ),
        (
            #"{"event":"alarm","rule":"dead_units","subject":"hidden1","state":"over","since":305,"step":450,"count":30,"value":0.98,"usual":0.2}"#,
            AlarmReport(
                .deadUnits,
                subject: "hidden1",
                state: .over,
                since: 305,
                step: 450,
                count: 30,
                value: 0.98,
                usual: 0.2
            )
        ),
        (
            #"{"event":"alarm","rule":"non_finite","state":"lasting","since":2,"step":9,"count":8,"value":"NaN"}"#,
            AlarmReport(.nonFinite, state: .lasting, since: 2, step: 9, count: 8, value: .nan)
        ),
    ]

    @Test(arguments: lines) func `reports travel`(line: String, report: AlarmReport) {
        var encoder = LineEncoder()
        encoder.append(.alarm(report))
        #expect(String(decoding: encoder.bytes, as: UTF8.self) == line + "\n")
        #expect(LineDecoder.decode(line) == .event(.alarm(report)))
    }

    @Test func `rules of the future keep their word`() {
        let line =
            #"{"event":"alarm","rule":"gpu_hot","subject":"gpu0","state":"glowing","step":7,"value":97,"unit":"C"}"#
        guard case .event(.alarm(let report)) = LineDecoder.decode(line) else {
            Issue.record("no alarm")
            return
        }
        #expect(report.rule.rawValue == "gpu_hot" && report.title == "gpu_hot: gpu0" && report.state == .lasting)
        #expect(report.since == 7 && report.count == 1)
        #expect(LineDecoder.decode(#"{"event":"alarm","state":"raised","step":7}"#) == .broken)
    }

    @Test func `the first line says that alarms are reported`() {
        var encoder = LineEncoder()
        let run = Event.run(Run(name: "a", process: RunProcess(pid: 3), reportsAlarms: true))
        encoder.append(run)
        let line = String(decoding: encoder.bytes, as: UTF8.self)
        #expect(line.contains(#""reports_alarms":true,"pid":3"#))
        #expect(LineDecoder.decode(String(line.dropLast())) == .event(run))
    }
}
