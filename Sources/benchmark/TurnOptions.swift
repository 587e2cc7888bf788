import ArgumentParser
import Comparison

/// The options of the commands that time several programs in turn.
struct TurnOptions: ParsableArguments {
    @Option(help: "Rounds, in each of which every side has a turn.")
    var rounds = 7

    @Option(help: ArgumentHelp("Peers, separated by commas, or none (default: all).", valueName: "names"))
    var peers: String?

    @OptionGroup var table: TableOption

    /// Measures and reports the table.
    func report(_ measure: () throws -> String) throws {
        try table.report {
            guard rounds > 0 else { throw Trouble("rounds must be above 0", status: 2) }
            return try measure()
        }
    }

    /// The chosen peers.
    ///
    /// - Throws: `Trouble` for an unknown name.
    func chosen<Side>(of sides: [Side], by name: (Side) -> String) throws -> [Side] {
        guard let peers else { return sides }
        let words = words(peers).filter { $0 != "none" }
        let names = sides.map(name)
        if let unknown = words.first(where: { !names.contains($0) }) {
            let known = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let list = (known + ["none"]).joined(separator: ", ")
            throw Trouble("there is no peer '\(unknown)' (known: \(list))", status: 2)
        }
        return zip(sides, names).filter { words.contains($1) }.map(\.0)
    }
}

/// The parts of a comma-separated list.
func words(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }

/// The numbers of a comma-separated list.
///
/// - Parameter name: the option's, for errors.
/// - Throws: `Trouble` for a word that is not a number in the range.
func counts(_ list: String, _ name: String, in range: ClosedRange<Int>) throws -> [Int] {
    try words(list).map { word in
        guard let count = Int(word), range.contains(count) else {
            throw Trouble(
                "\(name): '\(word)' is not a number from \(range.lowerBound) to \(range.upperBound)",
                status: 2
            )
        }
        return count
    }
}
