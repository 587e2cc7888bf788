/// What takes the events that a reader finds, in their order.
public protocol EventTaker {
    /// Takes a step. Nearly all events are steps, and one is large: who does not keep it makes no copy.
    mutating func take(step: borrowing StepRecord)
    /// Takes any event.
    mutating func take(_ event: Event)
}
