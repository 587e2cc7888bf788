/// What is wrong with a recipe: a line for each fault.
package struct RecipeError: Error, Equatable, CustomStringConvertible {
    /// One fault, and where it is.
    package struct Fault: Equatable, Sendable, CustomStringConvertible {
        /// "FILE", "FILE:LINE" or the option that brought the value.
        package var place: String
        package var message: String

        package var description: String { "\(place): \(message)" }
    }

    /// One or more, in the order of their lines.
    package private(set) var faults: [Fault]

    package init(place: String, message: String) { faults = [Fault(place: place, message: message)] }

    /// Nil without faults.
    init?(_ faults: [Fault]) {
        guard !faults.isEmpty else { return nil }
        self.faults = faults
    }

    /// A line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Where a value of a recipe comes from.
package enum RecipeOrigin: Equatable, Sendable {
    /// Line and column of the file, counted from 1.
    case file(line: Int, column: Int)
    /// An option of the command line, as it was typed.
    case option(String)

    /// The place as an error names it.
    package func place(in path: String) -> String {
        switch self {
        case .file(let line, _): "\(path):\(line)"
        case .option(let text): text
        }
    }
}
