/// Events in order, the steps stored apart.
public struct EventList: EventReceiver, Sendable {
    /// The steps, oldest first.
    public private(set) var steps: [StepRecord] = []
    /// The other events, oldest first, each with the number of steps before it.
    public private(set) var others: [(stepsBefore: Int, event: Event)] = []

    /// The lines of the file that the events were read from; nil if they cannot be read again.
    public var filePlace: FilePlace?

    public init() {}

    /// The number of all events.
    public var count: Int { steps.count + others.count }

    /// The approximate memory in bytes, names and sentences excluded.
    var size: Int {
        let numbers = steps.lazy.filter(\.hasLists).map { $0.layers.count + $0.extras.count + $0.deadLayers.count }
        return steps.count * MemoryLayout<StepRecord>.stride + others.count * MemoryLayout<(Int, Event)>.stride
            + numbers.reduce(0, +) * 2 * MemoryLayout<NamedNumber>.stride
    }

    /// Removes all events but keeps the storage.
    public mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        filePlace = nil
    }

    public mutating func receive(step: borrowing StepRecord) { steps.append(copy step) }

    public mutating func receive(_ event: Event) {
        if case .step(let record) = event { steps.append(record) } else { others.append((steps.count, event)) }
    }

    /// Reserves storage for steps, so that the array does not grow by doubling.
    mutating func reserve(bytes: Int) { steps.reserveCapacity(bytes / MemoryLayout<StepRecord>.stride) }

    /// Appends later events.
    mutating func append(_ later: EventList) {
        others += later.others.map { (steps.count + $0.stepsBefore, $0.event) }
        steps += later.steps
    }

    /// Turns the times of the steps into seconds of the run.
    package mutating func setTimes(by clock: inout RunClock) {
        for index in steps.indices { steps[index].time = clock.seconds(steps[index].time, arrival: nil) }
    }

    /// Passes all events to a receiver, in order.
    public func deliver(to receiver: inout some EventReceiver) { deliver(0..<count, to: &receiver) }

    /// Passes some events to a receiver, by their indices among all.
    func deliver(_ indices: Range<Int>, to receiver: inout some EventReceiver) {
        // The index of an event in `others` among all events is its index there plus the steps before it.
        var next = (0..<others.count).partitioningIndex { others[$0].stepsBefore + $0 >= indices.lowerBound }
        var step = indices.lowerBound - next
        while step + next < indices.upperBound {
            let end = next < others.count ? others[next].stepsBefore : steps.count
            if end == step {
                receiver.receive(others[next].event)
                next += 1
            } else {
                let end = min(end, indices.upperBound - next)
                receiver.receive(steps: steps[step..<end])
                step = end
            }
        }
    }
}
