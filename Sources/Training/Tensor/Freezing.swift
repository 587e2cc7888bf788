import Synchronization

/// Counts how often a tensor was frozen or let be trained again, so that a recorded graph knows when it is out of date.
enum Freezing {
    private static let changes = Atomic<Int>(0)

    static var count: Int { changes.load(ordering: .relaxed) }

    static func note() { changes.wrappingAdd(1, ordering: .relaxed) }
}
