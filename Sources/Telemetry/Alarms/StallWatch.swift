/// Finds stalls by the clock, for a run that reports its other alarms itself: a stalled run reports nothing.
package struct StallWatch: Sendable {
    private var detector = Stall()
    private var alarms = ActiveAlarms()

    package init() {}

    /// Applies the rule to the next step; returns the alarms that it raises or ends.
    package mutating func observe(step record: borrowing StepRecord) -> [AlarmReport] {
        detector.observe(StepNumbers(record), of: record, &alarms)
        return alarms.drainChanges()
    }

    /// Applies the rule to a command that took effect; returns the alarms that it ends.
    package mutating func observe(_ applied: Applied) -> [AlarmReport] {
        if case .rewind(let step) = applied.request {
            alarms.endAll()
            detector.rewind(to: step)
        } else {
            detector.observe(applied, &alarms)
        }
        return alarms.drainChanges()
    }

    /// - Parameter seconds: on a clock that only goes forward.
    package mutating func tick(_ seconds: Double) -> [AlarmReport] {
        detector.tick(seconds, &alarms)
        return alarms.drainChanges()
    }
}
