import Glibc
import Platform

/// What an operator's word for a run leads to.
public enum RunTarget: Equatable, Sendable {
    /// The path of the socket that a run listens on.
    case socket(String)
    /// The path of anything else: a recording, or a FIFO.
    case file(String)

    /// Finds what is meant: a path, the number of a process, a run's name or the beginning of one.
    ///
    /// - Parameters:
    ///   - word: what the operator wrote.
    ///   - environment: the process's variables, which say where runs listen.
    /// - Throws: when nothing or more than one run is meant, with the runs that there are.
    public static func find(
        _ word: String,
        in environment: [String: String] = processEnvironment()
    ) throws(LinkError) -> RunTarget {
        let runs = RunAddress.all(in: environment)
        if let run = try one(of: exactMatches(of: word, in: runs), word) { return .socket(run.path) }
        if let status = fileStatus(word), status.kind != S_IFDIR {
            return status.kind == S_IFSOCK ? .socket(word) : .file(word)
        }
        let reduced = RunAddress.reduced(word)
        let beginning = word.isEmpty ? [] : runs.filter { $0.name.hasPrefix(reduced) }
        if let run = try one(of: beginning, word) { return .socket(run.path) }
        let known = runs.isEmpty ? "no run listens here" : "there are: \(list(runs))"
        throw LinkError("\(word): no run of this name or process, and no such file (\(known))")
    }

    private static func one(of runs: [RunAddress], _ word: String) throws(LinkError) -> RunAddress? {
        guard runs.count > 1 else { return runs.first }
        throw LinkError("\(word) means \(runs.count) runs; name one by the number of its process: \(list(runs))")
    }

    /// The runs that a word names, by the first way of naming one that fits any.
    static func exactMatches(of word: String, in runs: [RunAddress]) -> [RunAddress] {
        guard !word.isEmpty, !word.contains("/") else { return [] }
        let reduced = RunAddress.reduced(word)
        let ways: [(RunAddress) -> Bool] = [
            { $0.launch == word }, { String($0.pid) == word }, { "\($0.name).\($0.pid)" == word },
            { $0.name == reduced },
        ]
        return ways.lazy.map { runs.filter($0) }.first { !$0.isEmpty } ?? []
    }

    private static func list(_ runs: [RunAddress]) -> String {
        runs.map { "\($0.name) (\($0.pid))" }.joined(separator: ", ")
    }
}
