import Glibc
public import Platform

/// A folder that holds the sockets of one user's runs.
///
/// It is used only if no other user has access: a real folder, not a link, of mode 0700 that belongs to the user.
public struct RunDirectory: Equatable, Sendable {
    public let path: String

    init(path: String) { self.path = path }

    /// The folders that runs may listen in, best first: under `XDG_RUNTIME_DIR`, and under the temporary directory.
    static func candidates(_ environment: [String: String]) -> [RunDirectory] {
        let temporary = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var paths = ["\(trimmed(temporary))/trimtab-\(geteuid())"]
        if let runtime = environment["XDG_RUNTIME_DIR"], isOwnFolder(runtime) {
            paths.insert("\(trimmed(runtime))/trimtab", at: 0)
        }
        return paths.map(RunDirectory.init)
    }

    /// Creates the folder for a run's socket.
    ///
    /// - Parameter environment: environment variables.
    /// - Throws: if no folder can be used, with the reason for each.
    public static func make(
        in environment: [String: String] = processEnvironment()
    ) throws(LinkError) -> RunDirectory {
        var problems: [String] = []
        for folder in candidates(environment) {
            if unsafe mkdir(folder.path, 0o700) != 0, errno != EEXIST {
                problems.append("\(folder.path): \(systemMessage())")
            } else if let problem = folder.problem {
                problems.append(problem)
            } else {
                return folder
            }
        }
        throw LinkError(problems.joined(separator: "; "))
    }

    /// The folders in which this user's runs may listen, whichever session started them: cron and ssh set fewer variables
    /// than a desktop session.
    ///
    /// - Parameter environment: environment variables.
    public static func all(
        in environment: [String: String] = processEnvironment()
    ) -> [RunDirectory] {
        let elsewhere = ["/run/user/\(geteuid())/trimtab", "/tmp/trimtab-\(geteuid())"].map(RunDirectory.init)
        var all: [RunDirectory] = []
        for folder in candidates(environment) + elsewhere where !all.contains(folder) && folder.problem == nil {
            all.append(folder)
        }
        return all
    }

    /// Why the folder cannot be used; nil if it can.
    var problem: String? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return "\(path): \(systemMessage())" }
        if status.kind != S_IFDIR { return "\(path) is not a folder" }
        if status.st_uid != geteuid() { return "\(path) belongs to another user" }
        if status.st_mode & 0o077 != 0 { return "\(path) is open to other users: chmod 700 \(path)" }
        return nil
    }

    private static func isOwnFolder(_ path: String) -> Bool {
        guard path.hasPrefix("/"), let status = fileStatus(path) else { return false }
        return status.kind == S_IFDIR && status.st_uid == geteuid()
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }
}
