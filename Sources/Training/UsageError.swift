import Telemetry

/// Traps over a mistake in the calling program, such as shapes that do not fit, with a message that names the operation.
/// Release builds print the message too, unlike a precondition's.
func usageError(_ message: String) -> Never { fatalError(printable(message)) }

/// Traps unless the condition holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { usageError(message()) }
}

/// Traps unless a row, class or token number is in 0..<count.
func requireIndex(
    _ index: Int,
    of count: Int,
    _ kind: StaticString,
    _ operation: @autoclosure () -> String,
    _ shape: @autoclosure () -> [Int]
) {
    guard 0 <= index, index < count else { shapeError(operation(), shape(), "there is no \(kind) \(index)") }
}

/// Traps over two shapes that do not fit each other.
func shapeError(_ operation: String, _ left: [Int], _ right: [Int], _ reason: String) -> Never {
    usageError("\(operation): shapes \(left) and \(right): \(reason)")
}

/// Traps over a shape that does not fit.
func shapeError(_ operation: String, _ shape: [Int], _ reason: String) -> Never {
    usageError("\(operation): shape \(shape): \(reason)")
}
