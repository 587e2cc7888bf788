import Glibc
public import Platform

/// Finds the runs of a launched program as they begin to listen: the names of their sockets carry the launch's identifier. It
/// connects to no run and misses none, however briefly it listens.
public final class LaunchWatch {
    private let launch: String
    private let directories: [RunDirectory]
    /// The watched folders, by inotify's descriptor.
    private let watched: [Int32: RunDirectory]
    private var known: Set<String> = []

    /// Readable when `look` may find runs; nil if the system cannot report them, so that `look` must be called periodically.
    public let readiness: Int32?

    /// - Parameters:
    ///   - launch: the identifier given to the program: letters and digits.
    ///   - environment: environment variables, which determine where runs listen.
    public init(for launch: String, in environment: [String: String] = processEnvironment()) {
        self.launch = launch
        // Otherwise the run would create the folder, which must exist to be watched.
        _ = try? RunDirectory.make(in: environment)
        directories = RunDirectory.all(in: environment)
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        var watched: [Int32: RunDirectory] = [:]
        for directory in directories {
            let number = unsafe inotify_add_watch(descriptor, directory.path, UInt32(IN_CREATE | IN_MOVED_TO))
            if number >= 0 { watched[number] = directory }
        }
        self.watched = watched
        let isComplete = !directories.isEmpty && watched.count == directories.count
        if descriptor >= 0, !isComplete { close(descriptor) }
        readiness = isComplete ? descriptor : nil
    }

    deinit {
        if let readiness { close(readiness) }
    }

    /// The runs that have begun to listen since the last call, oldest first.
    public func look() -> [RunAddress] {
        let found = readiness.map(readEvents) ?? listAll()
        return found.filter { $0.launch == launch && known.insert($0.path).inserted }
    }

    /// The runs in inotify's events since the last call.
    private func readEvents(_ descriptor: Int32) -> [RunAddress] {
        var found: [RunAddress] = []
        unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
            while case let count = unsafe read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
                var rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])[...]
                while unsafe rest.count >= Self.headSize {
                    let event = unsafe UnsafeRawBufferPointer(rebasing: rest).load(as: inotify_event.self)
                    let name = unsafe rest.dropFirst(Self.headSize).prefix(Int(event.len)).prefix { $0 != 0 }
                    unsafe rest = unsafe rest.dropFirst(Self.headSize + Int(event.len))
                    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { found += listAll() }
                    guard let directory = watched[event.wd] else { continue }
                    let file = unsafe String(decoding: name, as: UTF8.self)
                    if let run = RunAddress(directory: directory, file: file) { found.append(run) }
                }
            }
        }
        return found
    }

    private static let headSize = MemoryLayout<inotify_event>.size

    private func listAll() -> [RunAddress] {
        directories.flatMap { directory in
            ((try? fileNames(in: directory.path)) ?? []).sorted().compactMap {
                RunAddress(directory: directory, file: $0)
            }
        }
    }
}
