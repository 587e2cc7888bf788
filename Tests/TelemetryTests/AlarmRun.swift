import Glibc

@testable import Telemetry

/// A run that is made up for a rule, and what the rules find in it.
struct AlarmRun {
    private(set) var watch = AlarmWatch()
    private(set) var reports: [AlarmReport] = []
    private(set) var step = 0
    private var noise = Noise()

    init(_ run: Run? = nil) { if let run { observe(.run(run)) } }

    mutating func observe(_ event: Event) { reports += watch.observe(event) }

    mutating func tick(_ seconds: Double) { reports += watch.tick(seconds) }

    /// Takes as many steps as the range has, each a sound one but for what is changed in it.
    mutating func steps(_ count: Int, seconds: Double = 0.01, _ change: (inout StepRecord) -> Void = { _ in }) {
        for _ in 0..<count {
            step += 1
            var record = StepRecord(
                step: step,
                time: time + seconds,
                loss: 2 * exp(-Double(step) / 500) * (1 + 0.02 * noise.next()),
                gradNorm: 0.5 * (1 + 0.1 * noise.next()),
                lr: 0.1
            )
            change(&record)
            time = record.time
            observe(.step(record))
        }
    }

    private var time = 0.0

    mutating func rewind(to target: Int) {
        observe(.applied(Applied(id: 1, step: target + 1, request: .rewind(to: target), from: step, by: "test")))
        step = target
    }

    mutating func apply(_ request: Request) {
        observe(.applied(Applied(id: 1, step: step + 1, request: request, by: "test")))
    }

    /// The reports of a rule that are not about one that lasts, as words: "raised 300", "over 303".
    func changes(_ rule: AlarmRule) -> [String] {
        reports.filter { $0.rule == rule && $0.state != .lasting }.map { "\($0.state) \($0.step)" }
    }

    /// The words of the rules that were raised, in order.
    var raised: [String] { reports.filter { $0.state == .raised }.map(\.rule.rawValue) }
}

/// Numbers from -1 to 1, always the same.
struct Noise {
    private var state: UInt64 = 88_172_645_463_325_252

    mutating func next() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 52) - 1
    }
}
