/// What is wrong with a recipe, and where: one line for the operator.
struct RecipeError: Error, Equatable, CustomStringConvertible {
    /// "FILE", "FILE:LINE" or the option that brought the value.
    var place: String
    var message: String

    var description: String { "\(place): \(message)" }
}

/// Where a value of a recipe comes from.
enum RecipeOrigin: Equatable, Sendable {
    /// Line and column of the file, counted from 1.
    case file(line: Int, column: Int)
    /// An option of the command line, as it was typed.
    case option(String)

    /// The place as an error names it.
    func place(in path: String) -> String {
        switch self {
        case .file(let line, _): "\(path):\(line)"
        case .option(let text): text
        }
    }
}
