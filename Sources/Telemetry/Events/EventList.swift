/// Events, kept in their order.
public struct EventList: EventReceiver, Sendable {
    public private(set) var steps: [StepRecord] = []
    /// The others, each with the number of steps before it.
    public private(set) var others: [(stepsBefore: Int, event: Event)] = []

    /// Where they lie in a file that can be read again; nil for others.
    public var place: FilePlace?

    public init() {}

    public var count: Int { steps.count + others.count }

    /// Bytes of memory, about: names and sentences are not counted.
    var size: Int {
        let numbers = steps.lazy.filter(\.hasLists).map { $0.layers.count + $0.extras.count + $0.deadLayers.count }
        return steps.count * MemoryLayout<StepRecord>.stride + others.count * MemoryLayout<(Int, Event)>.stride
            + numbers.reduce(0, +) * 2 * MemoryLayout<NamedNumber>.stride
    }

    /// Forgets the events but keeps the room they took.
    public mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        place = nil
    }

    public mutating func receive(step: borrowing StepRecord) { steps.append(copy step) }

    public mutating func receive(_ event: Event) {
        if case .step(let record) = event { steps.append(record) } else { others.append((steps.count, event)) }
    }

    /// Makes room for steps, without which a list has up to twice the room that it needs.
    mutating func reserve(bytes: Int) { steps.reserveCapacity(bytes / MemoryLayout<StepRecord>.stride) }

    /// Appends others.
    mutating func append(_ later: EventList) {
        others += later.others.map { (steps.count + $0.stepsBefore, $0.event) }
        steps += later.steps
    }

    /// Turns the times of the steps into seconds of the run.
    package mutating func setTimes(by clock: inout RunClock) {
        for index in steps.indices { steps[index].time = clock.seconds(steps[index].time, arrival: nil) }
    }

    /// Hands all of them on.
    public func deliver(to receiver: inout some EventReceiver) { deliver(0..<count, to: &receiver) }

    /// Hands some of them on, by their places among all.
    func deliver(_ places: Range<Int>, to receiver: inout some EventReceiver) {
        // The place of an event other than a step is its number among these plus the steps before it.
        var next = (0..<others.count).partitioningIndex { others[$0].stepsBefore + $0 >= places.lowerBound }
        var step = places.lowerBound - next
        while step + next < places.upperBound {
            let end = next < others.count ? others[next].stepsBefore : steps.count
            if end == step {
                receiver.receive(others[next].event)
                next += 1
            } else {
                let end = min(end, places.upperBound - next)
                receiver.receive(steps: steps[step..<end])
                step = end
            }
        }
    }
}
