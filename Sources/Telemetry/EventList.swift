/// Events, kept in their order, and where asked the bytes that they were read from.
public struct EventList: EventTaker, Sendable {
    /// Where an event was read.
    private struct Place: Sendable {
        /// Where its object lies among those kept.
        var offset: Int
        var length: Int32
        /// Which of the object's events it is.
        var part: Int32
    }

    public private(set) var steps: [StepRecord] = []
    /// The others, each with the number of steps before it.
    public private(set) var others: [(stepsBefore: Int, event: Event)] = []
    /// Whether the objects of the events are kept, as playback needs them.
    public let keepsObjects: Bool
    private var objects: [UInt8] = []
    private var places: [Place] = []

    public init(keepsObjects: Bool = false) { self.keepsObjects = keepsObjects }

    public var count: Int { steps.count + others.count }

    /// Forgets the events but keeps the room they took.
    public mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        objects.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    public mutating func comes(from source: EventReader.Source) {
        guard keepsObjects else { return }
        // An object is kept once for all of its events.
        if source.part == 0 || places.isEmpty { objects.append(contentsOf: source.object) }
        let (offset, length) = (objects.count - source.object.count, Int32(source.object.count))
        places.append(Place(offset: offset, length: length, part: Int32(source.part)))
    }

    public mutating func take(step: borrowing StepRecord) { steps.append(copy step) }

    public mutating func take(_ event: Event) {
        if case .step(let record) = event { steps.append(record) } else { others.append((steps.count, event)) }
    }

    /// Hands all of them on.
    public func hand(to taker: inout some EventTaker) {
        objects.withUnsafeBytes { objects in
            var (next, index) = (others.startIndex, 0)
            func place() {
                guard index < places.count else { return }
                let place = places[index]
                let object = UnsafeRawBufferPointer(
                    rebasing: objects[place.offset..<place.offset + Int(place.length)]
                )
                taker.comes(from: EventReader.Source(object: object, part: Int(place.part)))
                index += 1
            }
            for step in 0...steps.count {
                while next < others.endIndex, others[next].stepsBefore == step {
                    place()
                    taker.take(others[next].event)
                    next += 1
                }
                guard step < steps.count else { return }
                place()
                taker.take(step: steps[step])
            }
        }
    }
}
