/// The values of `Metric` for a step, inline: eight bytes each, present or not.
@usableFromInline struct MetricNumbers: Sendable {
    /// Slots for all metrics and a few more. With more metrics than slots the first record traps.
    @usableFromInline typealias Slots = [12 of CompactOptionalDouble]

    /// Made once: without optimization it allocates.
    private static let none = Slots(repeating: CompactOptionalDouble(wrappedValue: nil))

    @usableFromInline var slots = none

    @inlinable subscript(metric: Metric) -> Double? {
        get { slots[metric.rawValue].wrappedValue }
        set { slots[metric.rawValue].wrappedValue = newValue }
    }

    var isEmpty: Bool { slots.indices.allSatisfy { slots[$0].wrappedValue == nil } }

    /// True if both have a value for the same metric.
    func overlap(_ other: MetricNumbers) -> Bool {
        slots.indices.contains { slots[$0].wrappedValue != nil && other.slots[$0].wrappedValue != nil }
    }

    /// Adds the values of another record that are missing here.
    mutating func complete(by other: MetricNumbers) {
        for index in slots.indices where slots[index].wrappedValue == nil { slots[index] = other.slots[index] }
    }
}

extension MetricNumbers: Equatable {
    @usableFromInline static func == (left: MetricNumbers, right: MetricNumbers) -> Bool {
        left.slots.indices.allSatisfy { sameNumber(left.slots[$0].wrappedValue, right.slots[$0].wrappedValue) }
    }
}
