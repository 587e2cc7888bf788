import Glibc
import Links
import Platform
import Telemetry

/// Another machine, on which trimtab is run over ssh.
struct RemoteHost {
    /// As ssh expects it: user@host.
    let destination: String
    /// The run to attach to; nil for the list of runs.
    let run: String?

    /// Reads `user@host` or `user@host:RUN`; nil for a word that is not of this form.
    init?(_ word: String) {
        guard let at = word.firstIndex(of: "@"), at > word.startIndex, !word[..<at].contains("/") else { return nil }
        let place = word[word.index(after: at)...]
        let isBracketed = place.hasPrefix("[")
        let end = isBracketed ? place.firstIndex(of: "]") : place.firstIndex(of: ":")
        let host = place[..<(end ?? place.endIndex)].drop { $0 == "[" }
        guard !host.isEmpty, !isBracketed || end != nil else { return nil }
        destination = "\(word[..<at])@\(host)"
        let rest = end.map { place[$0...].drop { $0 == "]" } } ?? ""
        run = rest.count > 1 ? String(rest.dropFirst()) : nil
    }

    /// Runs `trimtab attach` there, on this terminal where there is one.
    ///
    /// - Parameter options: passed on to it.
    /// - Returns: its exit code.
    /// - Throws: if ssh or trimtab is missing, or the connection fails.
    func attach(options: [String]) throws(BadInput) -> Int32 {
        let words = ["trimtab", "attach"] + options + (run.map { ["--", $0] } ?? [])
        let terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 ? ["-t"] : []
        let status = try runProgram(["ssh"] + terminal + ["--", destination, words.map(quoted).joined(separator: " ")])
        switch status {
        case 127:
            throw BadInput(
                "\(destination) has no trimtab in the PATH of a shell that ssh starts there: install it there"
            )
        case 255: throw BadInput("ssh to \(destination) failed, or the connection was lost")
        default: return status
        }
    }

    /// A word, quoted for the remote shell.
    private func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

/// Runs a program with this one's descriptors and waits for its end.
///
/// - Returns: its exit code, or 128 plus the number of the signal that ended it.
/// - Throws: if it cannot be started.
private func runProgram(_ words: [String]) throws(BadInput) -> Int32 {
    let process: pid_t
    do throws(ProcessStartError) { process = try startProcess(words) } catch {
        throw BadInput("\(words[0]) cannot be started: \(error)")
    }
    // A ^C before the remote side reads keys is meant for the started program, which it ends.
    signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, SIG_DFL) }
    return ProcessEnd(of: process).exitCode
}
