/// What takes the events that a reader finds, in their order.
public protocol EventTaker {
    /// Says where in the source the next one was read, while its bytes are there.
    mutating func comes(from source: EventReader.Source)
    /// Takes a step. Nearly all events are steps, and one is large: who does not keep it makes no copy.
    mutating func take(step: borrowing StepRecord)
    /// Takes any event.
    mutating func take(_ event: Event)
}

extension EventTaker {
    public mutating func comes(from _: EventReader.Source) {}
}

/// Events, kept in their order.
public struct EventList: EventTaker, Sendable {
    public private(set) var steps: [StepRecord] = []
    /// The others, each with the number of steps before it.
    public private(set) var others: [(stepsBefore: Int, event: Event)] = []

    public init() {}

    public var count: Int { steps.count + others.count }

    /// Forgets the events but keeps the room they took.
    public mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
    }

    public mutating func take(step: borrowing StepRecord) { steps.append(copy step) }

    public mutating func take(_ event: Event) {
        if case .step(let record) = event { steps.append(record) } else { others.append((steps.count, event)) }
    }

    /// Hands all of them on.
    public func hand(to taker: inout some EventTaker) {
        var next = others.startIndex
        for index in 0...steps.count {
            while next < others.endIndex, others[next].stepsBefore == index {
                taker.take(others[next].event)
                next += 1
            }
            if index < steps.count { taker.take(step: steps[index]) }
        }
    }
}
