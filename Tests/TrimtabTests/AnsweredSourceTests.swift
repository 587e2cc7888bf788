import Foundation
import Links
import Telemetry
import Testing

@testable import trimtab

/// Alarms of other processes' runs, and what a log does about them.
@Suite(.timeLimit(.minutes(5))) struct AnsweredSourceTests {
    private static let alarm = AlarmReport(.nonFinite, since: 1, step: 1, value: .nan)

    /// The events of a run that reports no alarms and can be paused, whose steps have these losses.
    private func run(_ name: String, losses: [Double]) -> [Event] {
        let steps = losses.enumerated().map { index, loss in
            Event.step(StepRecord(step: index + 1, time: Double(index), loss: loss, gradNorm: loss))
        }
        return [.run(Run(name: name, abilities: [.pause]))] + steps
    }

    private func answers(_ response: AlarmResponse, command: String? = nil) -> AlarmAnswers {
        var answers = AlarmAnswers()
        answers.responses[.nonFinite] = response
        answers.command = command
        return answers
    }

    /// The commands that are sent about events, each list of them arriving at once.
    private func commands(_ lists: [[Event]], _ answers: AlarmAnswers) -> [Command] {
        let scripted = ScriptedSource(lists)
        let source = AnsweredSource.wrapping(scripted, answers)
        var arrival = Arrival()
        for list in lists {
            source.poll(limit: 1000, into: &arrival)
            #expect(arrival.events.others.map(\.event) == list.filter { if case .step = $0 { false } else { true } })
        }
        source.close()
        return scripted.commands
    }

    @Test func `an alarm pauses a run that reports none`() {
        let sent = commands(
            [run("a", losses: [1, 1]) + [.live(step: 2)], [], run("a", losses: [1, 1, .nan]).suffix(1)],
            answers(.pause)
        )
        #expect(sent.map(\.request) == [.pause] && sent.map(\.by) == ["alarm"])
    }

    @Test func `history is not answered`() {
        #expect(commands([run("a", losses: [1, .nan]) + [.live(step: 2)], []], answers(.pause)).isEmpty)
    }

    @Test func `a run that reports alarms answers them itself`() {
        let opening = Event.run(Run(name: "a", abilities: [.pause], reportsAlarms: true))
        #expect(commands([[opening, .live(step: 0)], [.alarm(Self.alarm)]], answers(.pause)).isEmpty)
    }

    @Test func `nothing is followed where nothing is to be done`() {
        let scripted = ScriptedSource([])
        #expect(AnsweredSource.wrapping(scripted, answers(.bell)) === scripted)
    }

    @Test func `a second run of the source is answered as the first`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let ended = Event.end(End(outcome: .finished, step: 3))
        let lists = [
            [.live(step: 0)], run("first", losses: [1, 1, .nan]) + [ended],
            run("second", losses: [1, .nan, 1]) + [ended],
        ]
        let command = "echo $TRIMTAB_ALARM_RUN $TRIMTAB_ALARM_RULE $TRIMTAB_ALARM_STEP >> '\(file.path)'"
        let sent = commands(lists, answers(.pause, command: command))
        #expect(sent.map(\.request) == [.pause, .pause] && sent.map(\.id) == [1, 2])
        let printed = try String(contentsOf: file, encoding: .utf8)
        #expect(printed == "first non_finite 3\nsecond non_finite 2\n")
    }
}

/// A source whose events are given, one list for each poll, and that keeps the commands it gets.
private final class ScriptedSource: EventSource {
    private var lists: ArraySlice<[Event]>
    private(set) var commands: [Command] = []

    init(_ lists: [[Event]]) { self.lists = lists[...] }

    func poll(limit: Int, into arrival: inout Arrival) { arrival = Arrival(lists.popFirst() ?? [], status: .open) }

    func send(_ command: Command) { commands.append(command) }

    var readiness: Int32? { nil }

    func close() {}
}
