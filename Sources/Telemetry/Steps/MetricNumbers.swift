/// The known numbers of a step, inline: eight bytes each, whether they are there or not.
@usableFromInline struct MetricNumbers: Sendable {
    /// Room for the table of metrics and a few more. A table that outgrows it traps in its first record.
    @usableFromInline typealias Slots = [12 of CompactOptionalDouble]

    /// Made once: without optimization it allocates.
    private static let none = Slots(repeating: CompactOptionalDouble(wrappedValue: nil))

    @usableFromInline var slots = none

    @inlinable subscript(metric: Metric) -> Double? {
        get { slots[metric.rawValue].wrappedValue }
        set { slots[metric.rawValue].wrappedValue = newValue }
    }

    var isEmpty: Bool { slots.indices.allSatisfy { slots[$0].wrappedValue == nil } }

    /// Whether both have a number for one metric.
    func overlap(_ other: MetricNumbers) -> Bool {
        slots.indices.contains { slots[$0].wrappedValue != nil && other.slots[$0].wrappedValue != nil }
    }

    /// Adds the numbers of another step that are missing here.
    mutating func complete(by other: MetricNumbers) {
        for place in slots.indices where slots[place].wrappedValue == nil { slots[place] = other.slots[place] }
    }
}

extension MetricNumbers: Equatable {
    @usableFromInline static func == (left: MetricNumbers, right: MetricNumbers) -> Bool {
        left.slots.indices.allSatisfy { sameNumber(left.slots[$0].wrappedValue, right.slots[$0].wrappedValue) }
    }
}
