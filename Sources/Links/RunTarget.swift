import Glibc
public import Platform

/// The run or file that an argument names.
public enum RunTarget: Equatable, Sendable {
    /// The path of the socket that a run listens on.
    case socket(String)
    /// The path of anything else: a recording, or a FIFO.
    case file(String)

    /// Resolves an argument: a path, a process ID, a launch ID, a run's name or a prefix of one.
    ///
    /// - Parameters:
    ///   - word: as the operator wrote it.
    ///   - environment: environment variables, which determine where runs listen.
    /// - Throws: if the word matches nothing, or several runs; lists the runs.
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
        let known = runs.isEmpty ? "no run listens here" : "known: \(list(runs))"
        throw LinkError("\(word): no run of this name or process, and no such file (\(known))")
    }

    private static func one(of runs: [RunAddress], _ word: String) throws(LinkError) -> RunAddress? {
        guard runs.count > 1 else { return runs.first }
        throw LinkError("\(word) means \(runs.count) runs; name one by the number of its process: \(list(runs))")
    }

    /// The runs that a word names exactly: by launch ID, process ID, `NAME.PID` or name, whichever matches first.
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
