/// A rate of steps below half the usual one for 20 seconds of the run's own time.
///
/// The rate is measured over stretches of a second or more, and medians of stretches are compared: a single wait, for an
/// evaluation or a checkpoint, slows only one stretch.
struct ThroughputDrop: AlarmDetector {
    static let rule = AlarmRule.throughputDrop
    static let stretch = 1.0
    /// Stretches that are judged, and the least and most stretches before them that define the usual rate.
    static let length = 20
    static let leastHistory = 30
    static let mostHistory = 300

    private var start: (step: Int, time: Double)?
    private var due = -Double.infinity
    private var rates: [(rate: Double, step: Int)] = []
    /// The usual rate when the alarm was raised.
    private var usual: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if step.time >= due || step.time < start?.time ?? 0 { finishStretch(step.step, step.time, &alarms) }
    }

    private mutating func finishStretch(_ step: Int, _ time: Double, _ alarms: inout ActiveAlarms) {
        defer { (start, due) = ((step, time), time + Self.stretch) }
        guard let start, time > start.time, step > start.step else { return }
        rates.append((Double(step - start.step) / (time - start.time), start.step))
        if rates.count > Self.length + Self.mostHistory { rates.removeFirst() }
        guard rates.count >= Self.length + Self.leastHistory else { return }
        let now = Self.median(rates.suffix(Self.length))
        if let usual {
            if now > 0.7 * usual {
                self.usual = nil
                alarms.end(Self.rule)
            } else {
                alarms.raise(Self.rule, step: step, more: step - start.step, value: now)
            }
        } else {
            let before = Self.median(rates.dropLast(Self.length))
            guard now < before / 2 else { return }
            usual = before
            let since = rates[rates.count - Self.length].step
            alarms.raise(Self.rule, since: since, step: step, count: step - since, value: now, usual: before)
        }
    }

    private static func median(_ rates: ArraySlice<(rate: Double, step: Int)>) -> Double {
        rates.map(\.rate).sorted()[rates.count / 2]
    }

    mutating func observe(_ applied: Applied, _ alarms: inout ActiveAlarms) {
        switch applied.request {
        // A new pace has a new usual rate.
        case .set("pace", _):
            self = ThroughputDrop()
            alarms.end(Self.rule)
        case .pause, .resume, .advance: (start, due) = (nil, -.infinity)
        default: break
        }
    }

    mutating func rewind(to step: Int) { (start, due, usual) = (nil, -.infinity, nil) }
}
