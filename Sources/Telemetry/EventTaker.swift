/// What takes the events that a reader finds, in their order.
public protocol EventTaker {
    /// Takes a step. Nearly all events are steps, and one is large: who does not keep it makes no copy.
    mutating func take(step: borrowing StepRecord)
    /// Takes steps with no other event between them, one by one where nothing is gained by having them together.
    mutating func take(steps: ArraySlice<StepRecord>)
    /// Takes any event.
    mutating func take(_ event: Event)
}

extension EventTaker {
    public mutating func take(steps: ArraySlice<StepRecord>) {
        for index in steps.indices { take(step: steps[index]) }
    }
}
