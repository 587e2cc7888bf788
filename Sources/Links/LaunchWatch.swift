import Glibc
import Platform

/// Finds the runs of a program that was started, as they begin to listen: their sockets carry what the program was given to
/// be known by. Nobody is connected to for it, and none is missed, however short it listens.
public final class LaunchWatch {
    private let launch: String
    private let directories: [RunDirectory]
    /// Of what is watched, by the number that the system has given it.
    private let watched: [Int32: RunDirectory]
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
        var watched: [Int32: RunDirectory] = [:]
        for directory in directories {
            let number = inotify_add_watch(descriptor, directory.path, UInt32(IN_CREATE | IN_MOVED_TO))
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

    /// The runs that have begun to listen since the last look, the first one first.
    public func look() -> [RunAddress] {
        let found = readiness.map(readNews) ?? listAll()
        return found.filter { $0.launch == launch && known.insert($0.path).inserted }
    }

    /// What the system has noted since the last time.
    private func readNews(_ descriptor: Int32) -> [RunAddress] {
        var found: [RunAddress] = []
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { buffer in
            while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
                var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])[...]
                while rest.count >= Self.headSize {
                    let event = UnsafeRawBufferPointer(rebasing: rest).load(as: inotify_event.self)
                    let name = rest.dropFirst(Self.headSize).prefix(Int(event.len)).prefix { $0 != 0 }
                    rest = rest.dropFirst(Self.headSize + Int(event.len))
                    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { found += listAll() }
                    guard let directory = watched[event.wd] else { continue }
                    let file = String(decoding: name, as: UTF8.self)
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
