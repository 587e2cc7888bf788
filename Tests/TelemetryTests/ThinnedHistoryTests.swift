import Fuzzing
import Testing

@testable import Telemetry

/// The history that late viewers get: bounded, in order, and without a spike missing.
@Suite struct ThinnedHistoryTests {
    private func kept(_ history: ThinnedHistory) -> [Event] {
        var events: [Event] = []
        history.forEach { events.append($0) }
        return events
    }

    private func steps(_ history: ThinnedHistory) -> [StepRecord] {
        kept(history).compactMap { if case .step(let record) = $0 { record } else { nil } }
    }

    private func set(_ id: Int, _ value: Double, step: Int = 1) -> Event {
        .applied(
            Applied(id: id, step: step, request: .set(name: "max_norm", value: .number(value)), by: "test")
        )
    }

    /// Steps with spikes, numbers that are not finite, and some without any number.
    private func course(_ count: Int, _ random: inout some RandomNumberGenerator) -> [StepRecord] {
        func number() -> Double? {
            switch Int.random(in: 0..<1000, using: &random) {
            case 0: .nan
            case 1: .infinity
            case 2: nil
            case 3: 1e6 * .random(in: 0..<1, using: &random)
            default: .random(in: 0..<1, using: &random)
            }
        }
        return (1...count).map { StepRecord(step: $0, time: Double($0), loss: number(), gradNorm: number()) }
    }

    @Test(arguments: [1, 1023, 1024, 1025, 2000, 5000, 60_001])
    func `every stretch keeps its extremes`(count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        let all = course(count, &random)
        var history = ThinnedHistory()
        for record in all { history.append(.step(record)) }
        let kept = steps(history)
        #expect(kept.count == history.stepCount && kept.count <= 4096)
        #expect(Array(kept.suffix(1024)) == Array(all.suffix(1024)))
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.step < $1.step })
        #expect(kept.allSatisfy { all[$0.step - 1] == $0 })
        #expect(history.lastStep == count)

        var first = 0
        let numbers = Set(kept.map(\.step))
        for length in history.stretchCounts {
            let stretch = all[first..<first + length]
            first += length
            let left = stretch.filter { numbers.contains($0.step) }
            #expect(!left.isEmpty && left.count <= 6)
            for value in [\StepRecord.loss, \StepRecord.gradNorm] {
                let finite = { (records: ArraySlice<StepRecord>) in
                    records.compactMap { $0[keyPath: value] }.filter(\.isFinite)
                }
                #expect(finite(stretch).max() == finite(left[...]).max())
                if value == \.loss { #expect(finite(stretch).min() == finite(left[...]).min()) }
                let hasNone = { (record: StepRecord) in record[keyPath: value].map { !$0.isFinite } ?? false }
                #expect(stretch.contains(where: hasNone) == left.contains(where: hasNone))
            }
        }
        #expect(first == max(0, count - 1024))
    }

    @Test func `events keep their places among the steps`() {
        var history = ThinnedHistory()
        let run = Run(name: "run", settings: [Setting(name: "max_norm", value: .number(1))])
        var all: [Event] = [.run(run)]
        for step in 1...500 {
            all.append(.step(StepRecord(step: step, time: 0, loss: 1)))
            if step % 3 == 0 { all.append(set(step, Double(step), step: step + 1)) }
        }
        for event in all { history.append(event) }
        #expect(kept(history) == all)
    }

    @Test func `of too many events the oldest go and their changes stay`() {
        var history = ThinnedHistory()
        history.append(.run(Run(name: "run", settings: [Setting(name: "max_norm", value: .number(1))])))
        history.append(.applied(Applied(id: 0, step: 1, request: .pause, by: "test")))
        for id in 1...3000 { history.append(set(id, Double(id))) }
        let others = kept(history).dropFirst()
        // That the run is held is news to a newcomer, however long it has been.
        #expect(others.first == .applied(Applied(id: 0, step: 1, request: .pause, by: "test")))
        #expect(Array(others.dropFirst()) == (1978...3000).map { set($0, Double($0)) })
        #expect(history.run?.settings.first?.value == .number(1977))
    }

    @Test func `what a rewind discarded goes with it`() {
        var history = ThinnedHistory()
        history.append(.run(Run(name: "run")))
        for step in 1...2000 { history.append(.step(StepRecord(step: step, time: 0, loss: 1))) }
        history.append(.applied(Applied(id: 1, step: 901, request: .rewind(to: 900), from: 2000, by: "test")))
        #expect(history.lastStep == 900)
        for id in 2...1025 { history.append(set(id, 1)) }
        #expect(steps(history).allSatisfy { $0.step <= 900 })
        for step in 901...905 { history.append(.step(StepRecord(step: step, time: 0, loss: 2))) }
        #expect(steps(history).suffix(5).map(\.step) == [901, 902, 903, 904, 905] && history.lastStep == 905)
    }

    @Test func `only snapshots that are there are kept`() {
        var history = ThinnedHistory()
        for step in 1...5000 { history.append(.snapshot(SnapshotReport(step: step, oldest: max(1, step - 9)))) }
        history.append(.snapshot(SnapshotReport(step: 4995, oldest: 4991)))
        let left = kept(history).compactMap { if case .snapshot(let report) = $0 { report.step } else { nil } }
        #expect(left == [4991, 4992, 4993, 4994, 4995])
    }

    @Test func `another run restarts`() {
        var history = ThinnedHistory()
        for step in 1...2000 { history.append(.step(StepRecord(step: step, time: 0))) }
        var resumed = Run(name: "run")
        resumed.resumed = Resumed(step: 40, path: "p")
        history.append(.run(resumed))
        #expect(kept(history) == [.run(resumed)] && history.lastStep == 40)
    }
}
