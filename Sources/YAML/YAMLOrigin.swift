/// Where a value comes from.
package enum YAMLOrigin: Equatable, Sendable {
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
