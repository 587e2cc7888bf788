import Synchronization

/// Counts how often any tensor was frozen or made trainable, so that a recorded graph can detect that it is outdated.
enum Freezing {
    private static let changes = Atomic<Int>(0)

    static var count: Int { changes.load(ordering: .relaxed) }

    static func recordChange() { changes.wrappingAdd(1, ordering: .relaxed) }
}
