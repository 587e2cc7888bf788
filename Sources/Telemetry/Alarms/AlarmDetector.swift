/// Watches the events of a run by one rule. Pure: what it finds depends on the events and the ticks alone.
///
/// Steps come in order, each after the one before it; the watch sees to that.
protocol AlarmDetector: AlarmDetectors {
    static var rule: AlarmRule { get }

    init()
}

/// One detector, or several in a row. Each looks at what concerns it and leaves out the rest.
protocol AlarmDetectors: Sendable {
    static var rules: [AlarmRule] { get }

    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook)
    mutating func observe(_ evaluation: Evaluation, _ book: inout AlarmBook)
    /// A command that took effect, rewinds apart.
    mutating func observe(_ applied: Applied, _ book: inout AlarmBook)
    /// The clock, while the run is watched live.
    mutating func tick(_ seconds: Double, _ book: inout AlarmBook)
    /// The run has gone back: what was learned of the steps after one is forgotten.
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
    mutating func observe(_: StepNumbers, of _: borrowing StepRecord, _: inout AlarmBook) {}
    mutating func observe(_: Evaluation, _: inout AlarmBook) {}
    mutating func observe(_: Applied, _: inout AlarmBook) {}
    mutating func tick(_: Double, _: inout AlarmBook) {}
}

/// Two detectors, or rows of them, one after the other. Which they are is known when this is compiled, so that a step costs
/// no search for them.
struct DetectorPair<First: AlarmDetectors, Second: AlarmDetectors>: AlarmDetectors {
    var first: First
    var second: Second

    static var rules: [AlarmRule] { First.rules + Second.rules }

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        first.observe(step, of: record, &book)
        second.observe(step, of: record, &book)
    }

    mutating func observe(_ evaluation: Evaluation, _ book: inout AlarmBook) {
        first.observe(evaluation, &book)
        second.observe(evaluation, &book)
    }

    mutating func observe(_ applied: Applied, _ book: inout AlarmBook) {
        first.observe(applied, &book)
        second.observe(applied, &book)
    }

    mutating func tick(_ seconds: Double, _ book: inout AlarmBook) {
        first.tick(seconds, &book)
        second.tick(seconds, &book)
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

/// Lets detectors be listed one below the other.
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
