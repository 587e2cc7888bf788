/// Watches the clock alone, for a run that reports its other alarms itself: one that stands still reports nothing.
package struct StallWatch: Sendable {
    private var detector = Stall()
    private var book = AlarmBook()

    package init() {}

    package mutating func observe(step record: borrowing StepRecord) -> [AlarmReport] {
        detector.observe(StepNumbers(record), of: record, &book)
        return book.drainChanges()
    }

    package mutating func observe(_ applied: Applied) -> [AlarmReport] {
        if case .rewind(let step) = applied.request {
            book.endAll()
            detector.rewind(to: step)
        } else {
            detector.observe(applied, &book)
        }
        return book.drainChanges()
    }

    /// - Parameter seconds: on a clock that only goes forward.
    package mutating func tick(_ seconds: Double) -> [AlarmReport] {
        detector.tick(seconds, &book)
        return book.drainChanges()
    }
}
