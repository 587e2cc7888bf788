import ArgumentParser
import Glibc
import Links
import Platform
import Recipes
import Telemetry
import YAML

struct RecipesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipes",
        abstract: "List the recipes of a folder: name, model, steps and description."
    )

    @Argument(
        help: "The folder (default: demos, or the current folder if there is none).",
        completion: .directory
    )
    var folder: String?

    func run() throws {
        try reportingBadInput {
            let folder = folder ?? (isFolder("demos") ? "demos" : ".")
            try checkPath(folder, of: "the folder")
            let paths = try recipeFiles(in: folder)
            guard !paths.isEmpty else { throw BadInput("\(folder): has no recipes (files that end in .yaml or .yml)") }
            var rows: [[String]] = []
            var faults: [DocumentError.Fault] = []
            for path in paths {
                do throws(DocumentError) {
                    let recipe = try Recipe(file: path)
                    for warning in recipe.warnings { warn(warning) }
                    rows.append(try recipe.row(comment: firstComment(of: path)))
                } catch {
                    faults += error.faults
                }
            }
            let output = OutputFile.standardOutput
            if !rows.isEmpty { output.print(table(rows)) }
            try output.checkWritten()
            for fault in faults { warn(fault.description) }
            if !faults.isEmpty { throw ExitCode(2) }
        }
    }
}

extension Recipe {
    /// What the list of recipes says of one: name, model, length and its first line of comment.
    fileprivate func row(comment: String) throws(DocumentError) -> [String] {
        [name, modelSummary, try lengthWords(), comment].map(printable)
    }

    /// The run's length in steps, or in epochs where the data that says how long they are is not there.
    private func lengthWords() throws(DocumentError) -> String {
        if let path = dataPath, !isReadable(path) {
            switch length {
            case .steps(let steps): return NumberFormat.plural(steps, "step")
            case .epochs(let epochs): return NumberFormat.plural(epochs, "epoch")
            }
        }
        return NumberFormat.plural(try PreparedRun(self).steps, "step")
    }
}

/// Rows with their columns below each other.
func table(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    let lines = rows.map { row in
        var line = ""
        for (cell, width) in zip(row, widths) {
            line += cell + String(repeating: " ", count: width - cell.unicodeScalars.count + 2)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
    return lines.joined(separator: "\n")
}

/// The first line of a recipe's comment, or nothing.
private func firstComment(of path: String) -> String {
    guard let bytes = try? fileBytes(path) else { return "" }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let words = lines.first { $0.hasPrefix("#") }?.drop { $0 == "#" }.drop { $0 == " " }
    return words.map(String.init) ?? ""
}

/// The recipes of a folder by name, each with the folder in its path.
private func recipeFiles(in folder: String) throws(FileError) -> [String] {
    let names = try fileNames(in: folder).filter { name in
        !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }
    let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : "\(folder)/"
    return names.sorted().map { prefix + $0 }
}
