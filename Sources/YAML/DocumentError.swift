/// What is wrong with a document: a line for each fault.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
    /// One fault, and where it is.
    package struct Fault: Equatable, Sendable, CustomStringConvertible {
        /// "FILE", "FILE:LINE" or the option that brought the value.
        package var place: String
        package var message: String

        package var description: String { "\(place): \(message)" }
    }

    /// One or more, in the order of their lines.
    package let faults: [Fault]

    package init(place: String, message: String) { faults = [Fault(place: place, message: message)] }

    /// Nil without faults.
    init?(_ faults: [Fault]) {
        guard !faults.isEmpty else { return nil }
        self.faults = faults
    }

    /// A line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
