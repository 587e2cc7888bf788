import Synchronization

/// What a property of a section holds. It is set when a recipe is read; copies of the property share it.
final class Box<Content: Sendable>: Sendable {
    private let state: Mutex<Content>

    init(_ content: Content) { state = Mutex(content) }

    var content: Content {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
