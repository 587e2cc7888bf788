import Glibc
import Platform

/// Finds the runs of a program that was started, as they begin to listen: their sockets carry what the program was given to
/// be known by.
public final class LaunchWatch {
    private let launch: String
    private let directories: [RunDirectory]
    private var known: Set<String> = []

    /// Readable when a look may find something; nil where the system cannot say so, and one has to look every now and then.
    public let readiness: Int32?

    /// - Parameters:
    ///   - launch: what the program is given: letters and digits.
    ///   - environment: the process's variables, which say where runs listen.
    public init(for launch: String, in environment: [String: String] = processEnvironment()) {
        self.launch = launch
        // The run will make the folder where there is none yet; it is watched from before that.
        _ = try? RunDirectory.make(in: environment)
        directories = RunDirectory.all(in: environment)
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        let watched = directories.filter {
            inotify_add_watch(descriptor, $0.path, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0
        }
        if descriptor >= 0, watched.count < directories.count { close(descriptor) }
        readiness = watched.count < directories.count || directories.isEmpty ? nil : descriptor
    }

    deinit {
        if let readiness { close(readiness) }
    }

    /// The runs that have begun to listen since the last look, the first one first.
    public func look() -> [RunAddress] {
        if let readiness {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while read(readiness, &bytes, bytes.count) > 0 {}
        }
        let new = RunAddress.launched(by: launch, in: directories).filter { !known.contains($0.path) }
        known.formUnion(new.map(\.path))
        return new
    }
}
