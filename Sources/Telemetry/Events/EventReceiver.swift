/// A receiver of events, in order.
public protocol EventReceiver {
    /// Receives a step. Nearly all events are steps, and a step is large: copy it only to keep it.
    mutating func receive(step: borrowing StepRecord)
    /// Receives steps with no other event between them; by default one by one.
    mutating func receive(steps: ArraySlice<StepRecord>)
    /// Receives any event.
    mutating func receive(_ event: Event)
}

extension EventReceiver {
    public mutating func receive(steps: ArraySlice<StepRecord>) {
        for index in steps.indices { receive(step: steps[index]) }
    }
}
