import ArgumentParser
import Comparison
import Glibc

/// Where a command writes its table.
struct TableOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the table to a file too; if it has markers of this name, such as those around a table of "
                + "Sources/benchmark/benchmark.docc/Results.md, between them.",
            valueName: "file"
        ),
        completion: .file()
    )
    var markdown: String?

    @Option(help: ArgumentHelp("The name of the markers (default: benchmark).", valueName: "name"))
    var section = "benchmark"

    /// - Throws: `Trouble` for an existing file without the markers, whose content would be lost.
    func file() throws -> TableFile? { try markdown.map { try TableFile($0, section: section) } }

    /// Prints the measured table, and writes it to the file.
    func report(_ measure: () throws -> String) throws {
        try reportingTrouble {
            // A worker that ends is noticed by its missing answer.
            signal(SIGPIPE, SIG_IGN)
            let file = try file()
            let text = try measure()
            say(text)
            try file?.write(text)
        }
    }
}
