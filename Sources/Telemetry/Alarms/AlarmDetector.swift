/// Checks the events of a run by one rule. Pure: the result depends only on the events and the ticks.
///
/// `AlarmWatch` passes steps in rising order.
protocol AlarmDetector: AlarmDetectors {
    static var rule: AlarmRule { get }

    init()
}

/// One detector, or several in a row. Each ignores the events that its rule does not need.
protocol AlarmDetectors: Sendable {
    static var rules: [AlarmRule] { get }

    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms)
    mutating func observe(_ evaluation: Evaluation, _ alarms: inout ActiveAlarms)
    /// A command that took effect, other than a rewind.
    mutating func observe(_ applied: Applied, _ alarms: inout ActiveAlarms)
    /// The clock of a live run, in seconds.
    mutating func tick(_ seconds: Double, _ alarms: inout ActiveAlarms)
    /// Forgets the steps after `step`: the run was rewound to it.
    mutating func rewind(to step: Int)
    /// Forgets everything.
    mutating func restart()
}

extension AlarmDetector {
    static var rules: [AlarmRule] { [rule] }

    mutating func restart() { self = Self() }
    mutating func rewind(to step: Int) { restart() }
}

extension AlarmDetectors {
    mutating func observe(_: StepNumbers, of _: borrowing StepRecord, _: inout ActiveAlarms) {}
    mutating func observe(_: Evaluation, _: inout ActiveAlarms) {}
    mutating func observe(_: Applied, _: inout ActiveAlarms) {}
    mutating func tick(_: Double, _: inout ActiveAlarms) {}
}

/// Two detectors, or rows of them, one after the other. Their types are known at compile time, so that a step needs no
/// dynamic dispatch.
struct DetectorPair<First: AlarmDetectors, Second: AlarmDetectors>: AlarmDetectors {
    var first: First
    var second: Second

    static var rules: [AlarmRule] { First.rules + Second.rules }

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        first.observe(step, of: record, &alarms)
        second.observe(step, of: record, &alarms)
    }

    mutating func observe(_ evaluation: Evaluation, _ alarms: inout ActiveAlarms) {
        first.observe(evaluation, &alarms)
        second.observe(evaluation, &alarms)
    }

    mutating func observe(_ applied: Applied, _ alarms: inout ActiveAlarms) {
        first.observe(applied, &alarms)
        second.observe(applied, &alarms)
    }

    mutating func tick(_ seconds: Double, _ alarms: inout ActiveAlarms) {
        first.tick(seconds, &alarms)
        second.tick(seconds, &alarms)
    }

    mutating func rewind(to step: Int) {
        first.rewind(to: step)
        second.rewind(to: step)
    }

    mutating func restart() {
        first.restart()
        second.restart()
    }
}

/// Builds a row of detectors from a list of them.
@resultBuilder
enum DetectorList {
    static func buildPartialBlock<First: AlarmDetectors>(first: First) -> First { first }

    static func buildPartialBlock<Row: AlarmDetectors, Next: AlarmDetectors>(
        accumulated: Row,
        next: Next
    ) -> DetectorPair<Row, Next> {
        DetectorPair(first: accumulated, second: next)
    }
}
