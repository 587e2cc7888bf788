import Glibc
import Testing

@testable import Telemetry

/// Spikes in the losses and norms of a real run, and in ones that are made up.
@Suite struct SpikeAlarmTests {
    /// Loss and gradient norm of 2,000 steps of nanoGPT.
    static let steps: [StepRecord] = {
        let path =
            #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Figures/nanogpt-norms.csv"
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").compactMap { line in
            let numbers = line.split(separator: ",").compactMap { Double($0) }
            guard numbers.count == 3 else { return nil }
            return StepRecord(step: Int(numbers[0]), time: 0, loss: numbers[1], gradNorm: numbers[2])
        }
    }()

    @Test func `a sound run gives no alarm`() {
        var watch = AlarmWatch()
        #expect(Self.steps.count == 2000)
        #expect(Self.steps.flatMap { watch.observe(step: $0) } == [])
    }

    /// Each step by itself with a norm three times as large, once the first ones, in which it falls, have left the window.
    @Test func `every tripled norm is found`() {
        var watch = AlarmWatch()
        var missed: [Int] = []
        for record in Self.steps {
            var (spiked, other) = (record, watch)
            spiked.gradNorm = 3 * record.gradNorm!
            let rules = other.observe(step: spiked).map(\.rule)
            if record.step > 250, rules != [.normSpike] { missed.append(record.step) }
            _ = watch.observe(step: record)
        }
        #expect(missed == [])
    }

    @Test func `every doubled loss is found`() {
        var watch = AlarmWatch()
        var missed: [Int] = []
        for record in Self.steps {
            var (spiked, other) = (record, watch)
            spiked.loss = 2 * record.loss!
            if record.step > 250, other.observe(step: spiked).map(\.rule) != [.lossSpike] { missed.append(record.step) }
            _ = watch.observe(step: record)
        }
        #expect(missed == [])
    }

    /// The limit is found anew on few steps only: on a restless series that must make no difference.
    @Test func `the short cut finds what the rule says`() {
        var noise = Noise()
        var (detector, alarms) = (SpikeDetector(.normSpike, leastFactor: 2), ActiveAlarms())
        var window: [Double] = []
        var (expected, found): ([Int], [Int]) = ([], [])
        for step in 1...4000 {
            let drift = exp(sin(Double(step) / 150))
            let isSpike = step.isMultiple(of: 97)
            let norm = drift * exp(0.3 * noise.next()) * (isSpike ? 60 : 1)
            if window.count >= 50 {
                let median = window.sorted()[window.count / 2]
                let deviation = window.map { abs(log($0 / median)) }.sorted()[window.count / 2]
                if norm > median * exp(max(5.5 * 1.4826 * deviation, log(2))) { expected.append(step) }
            }
            window = Array((window + [norm]).suffix(200))
            detector.observe(norm, step: step, &alarms)
            if detector.lastSpike == step { found.append(step) }
        }
        #expect(expected.count > 30)
        #expect(found == expected)
    }

    @Test func `a streak is one alarm`() {
        var run = AlarmRun()
        run.steps(300)
        run.steps(30) { $0.loss = $0.step.isMultiple(of: 4) ? $0.loss : 90 + Double($0.step) }
        run.steps(100)
        #expect(run.changes(.lossSpike) == ["raised 301", "over 330"])
        let last = run.reports.last { $0.rule == .lossSpike }
        #expect(last?.since == 301 && last?.value == 420 && last?.count == 23)
        #expect((1...1.4).contains(last?.usual ?? 0))
        // A long streak is reported ever more seldom.
        #expect(run.reports.filter { $0.state == .lasting }.map(\.count) == [2, 4, 8, 16])
    }

    /// A new level is a spike as long as most of the last 200 steps are of the old one.
    @Test func `a new level becomes the usual one`() {
        var run = AlarmRun()
        run.steps(300)
        run.steps(300) { $0.gradNorm = 40 * $0.gradNorm! }
        #expect(run.changes(.normSpike).count == 2)
        #expect(run.watch.active == [])
    }

    @Test func `too few steps are not judged`() {
        var run = AlarmRun()
        run.steps(49) { if $0.step == 30 { $0.gradNorm = 1e6 } }
        #expect(run.reports == [])
        run.steps(2) { $0.gradNorm = 1e6 }
        #expect(run.changes(.normSpike) == ["raised 51"])
    }

    /// After a rewind the steps before it are still known, and those after it are not.
    @Test func `a rewind keeps what came before`() {
        var run = AlarmRun()
        run.steps(300)
        run.steps(40) { $0.gradNorm = 50 }
        run.rewind(to: 299)
        #expect(run.changes(.normSpike) == ["raised 301", "over 340"])
        run.steps(2)
        run.steps(1) { $0.gradNorm = 50 }
        #expect(run.changes(.normSpike).last == "raised 302")
        #expect(abs((run.reports.last?.usual ?? 0) - 0.5) < 0.1)
    }

    @Test func `numbers without a logarithm are left out`() {
        var run = AlarmRun()
        run.steps(400) { record in
            record.loss = record.step.isMultiple(of: 3) ? -1 : 0
            record.gradNorm = record.step.isMultiple(of: 2) ? 0 : 0.5
        }
        #expect(!run.raised.contains("loss_spike") && !run.raised.contains("norm_spike"))
    }

    @Test func `spikes that keep coming are one alarm`() {
        var run = AlarmRun()
        run.steps(10_000) { if $0.step % 400 == 0 { $0.gradNorm = 5 } }
        #expect(
            run.changes(.normSpike) == [
                "raised 400", "over 400", "raised 800", "over 800", "raised 1200", "over 1200", "raised 1600",
            ]
        )
        #expect(run.watch.active.map(\.count) == [22])
        run.steps(1100)
        #expect(run.watch.active == [] && run.reports.last?.step == 10_000)
        // Long afterwards one is alone again.
        run.steps(5000)
        run.steps(30) { if $0.step == 16_101 { $0.gradNorm = 5 } }
        #expect(run.changes(.normSpike).suffix(2) == ["raised 16101", "over 16101"])
    }
}
