import Glibc
public import Platform

/// A folder in which the runs of one user listen, each on its own socket.
///
/// It is used only while no other user has access: a real folder of mode 0700 that belongs to the user.
public struct RunDirectory: Equatable, Sendable {
    public let path: String

    init(path: String) { self.path = path }

    /// The folders that runs may listen in, best first: under `XDG_RUNTIME_DIR`, and under the temporary directory.
    static func places(_ environment: [String: String]) -> [RunDirectory] {
        let temporary = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var paths = ["\(trimmed(temporary))/trimtab-\(geteuid())"]
        if let runtime = environment["XDG_RUNTIME_DIR"], isOwnFolder(runtime) {
            paths.insert("\(trimmed(runtime))/trimtab", at: 0)
        }
        return paths.map(RunDirectory.init)
    }

    /// Makes the folder for a run that is to listen.
    ///
    /// - Parameter environment: the process's variables.
    /// - Throws: why none of the places can be used.
    public static func make(
        in environment: [String: String] = processEnvironment()
    ) throws(LinkError) -> RunDirectory {
        var problems: [String] = []
        for place in places(environment) {
            if unsafe mkdir(place.path, 0o700) != 0, errno != EEXIST {
                problems.append("\(place.path): \(systemMessage())")
            } else if let problem = place.problem {
                problems.append(problem)
            } else {
                return place
            }
        }
        throw LinkError(problems.joined(separator: "; "))
    }

    /// The folders in which runs of this user may be listening, whatever session they were started in: cron and ssh set
    /// fewer variables than a desktop does.
    ///
    /// - Parameter environment: the process's variables.
    public static func all(
        in environment: [String: String] = processEnvironment()
    ) -> [RunDirectory] {
        let elsewhere = ["/run/user/\(geteuid())/trimtab", "/tmp/trimtab-\(geteuid())"].map(RunDirectory.init)
        var all: [RunDirectory] = []
        for place in places(environment) + elsewhere where !all.contains(place) && place.problem == nil {
            all.append(place)
        }
        return all
    }

    /// Why the folder cannot be used; nil where it can.
    var problem: String? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return "\(path): \(systemMessage())" }
        if status.kind != S_IFDIR { return "\(path) is no folder" }
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
