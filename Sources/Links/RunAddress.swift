import Glibc
public import Platform

/// The address of a run: a socket named `NAME.PID.sock` or `NAME.PID.LAUNCH.sock`.
public struct RunAddress: Equatable, Sendable {
    public let directory: RunDirectory
    /// The run's name, reduced to safe characters for a file name.
    public let name: String
    public let pid: Int
    /// The identifier given by the program that launched the run.
    public let launch: String?

    init(directory: RunDirectory, name: String, pid: Int, launch: String? = nil) {
        (self.directory, self.name, self.pid, self.launch) = (directory, Self.reduced(name), pid, launch)
    }

    /// Parses a file name; nil if it has another form.
    init?(directory: RunDirectory, file: String) {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard 3...4 ~= parts.count, parts.last == "sock", !parts[0].isEmpty, Self.reduced(parts[0]) == parts[0],
            let pid = Int(parts[1]), pid > 0
        else { return nil }
        if parts.count == 4 && (parts[2].isEmpty || Self.reduced(parts[2]) != parts[2]) { return nil }
        self.init(directory: directory, name: parts[0], pid: pid, launch: parts.count == 4 ? parts[2] : nil)
    }

    public var path: String { "\(directory.path)/\(file)" }

    private var file: String { ([name, String(pid)] + (launch.map { [$0] } ?? []) + ["sock"]).joined(separator: ".") }

    /// The first 40 characters of a name, with - for each that is not an ASCII letter, a digit, - or _; "run" if it is empty.
    public static func reduced(_ name: String) -> String {
        let isKept = { (scalar: Unicode.Scalar) in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar || "-_".unicodeScalars.contains(scalar))
        }
        let reduced = name.unicodeScalars.prefix(40).map { isKept($0) ? Character($0) : "-" }
        return reduced.isEmpty ? "run" : String(reduced)
    }

    /// The listening runs, oldest first. Removes sockets left behind by runs that were killed.
    ///
    /// - Parameter environment: environment variables.
    public static func all(in environment: [String: String] = processEnvironment()) -> [RunAddress] {
        var found: [(address: RunAddress, made: Int)] = []
        for directory in RunDirectory.all(in: environment) {
            for file in (try? fileNames(in: directory.path)) ?? [] {
                guard let address = RunAddress(directory: directory, file: file), let made = address.made,
                    !address.removeIfStale(made: made)
                else { continue }
                found.append((address, made))
            }
        }
        return found.sorted { ($0.made, $0.address.pid) < ($1.made, $1.address.pid) }.map(\.address)
    }

    /// When the socket was created, in seconds since 1970; nil if it does not exist.
    private var made: Int? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return status.st_mtim.tv_sec
    }

    /// Removes the socket of a process that no longer listens.
    ///
    /// A socket also refuses connections until its process listens, so the socket of a living process is kept for 10 seconds.
    private func removeIfStale(made: Int) -> Bool {
        guard UnixSocket.isDead(path) else { return false }
        let isGone = kill(pid_t(truncatingIfNeeded: pid), 0) != 0 && errno == ESRCH
        guard isGone || made + 10 < time(nil) else { return false }
        unsafe unlink(path)
        return true
    }
}
