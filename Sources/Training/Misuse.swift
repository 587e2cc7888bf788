import Glibc
import Telemetry

/// Stops the program with one line and exit code 2, after what it registered for its exit: a mistake of the program that
/// calls, such as shapes that do not fit. Swift's own preconditions say nothing in a release build.
func misuse(_ message: String) -> Never {
    var line = "Training: \(printable(message))\n"
    _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
}

/// Stops the program over what a caller must not ask for.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { misuse(message()) }
}

/// Stops the program unless `number` is a row, class or token from 0 to `count` − 1.
func demandPlace(
    _ number: Int,
    of count: Int,
    _ kind: StaticString,
    _ operation: @autoclosure () -> String,
    _ shape: @autoclosure () -> [Int]
) {
    guard 0 <= number, number < count else { shapeFailure(operation(), shape(), "there is no \(kind) \(number)") }
}

/// Stops the program over shapes that do not fit.
func shapeFailure(_ operation: String, _ left: [Int], _ right: [Int], _ reason: String) -> Never {
    misuse("\(operation): shapes \(left) and \(right): \(reason)")
}

/// Stops the program over a shape that does not fit.
func shapeFailure(_ operation: String, _ shape: [Int], _ reason: String) -> Never {
    misuse("\(operation): shape \(shape): \(reason)")
}
