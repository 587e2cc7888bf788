/// A receiver of the events that a reader finds, in their order.
public protocol EventTaker {
    /// Receives a step. Nearly all events are steps, and a step is large: copy it only to keep it.
    mutating func take(step: borrowing StepRecord)
    /// Receives steps with no other event between them; by default one by one.
    mutating func take(steps: ArraySlice<StepRecord>)
    /// Receives any event.
    mutating func take(_ event: Event)
}

extension EventTaker {
    public mutating func take(steps: ArraySlice<StepRecord>) {
        for index in steps.indices { take(step: steps[index]) }
    }
}
