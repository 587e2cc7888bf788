import Glibc
import Platform

/// Non-blocking Unix sockets that only their user can reach.
enum UnixSocket {
    /// Viewers that may wait to be accepted.
    private static let backlog: Int32 = 64

    /// Listens at a path, which must not exist yet. The socket is bound under a hidden name first, so that it already listens
    /// when its path appears.
    ///
    /// - Returns: the socket's descriptor; nil if the path exists.
    static func listen(at path: String) throws(LinkError) -> Int32? {
        let descriptor = try make()
        let (folder, name) = splitPath(path)
        let hidden = "\(folder).\(name)"
        unsafe unlink(hidden)
        // bind(2) gives the file the descriptor's mode.
        let listens =
            unsafe fchmod(descriptor, 0o600) == 0 && withAddress(of: hidden) { unsafe bind(descriptor, $0, $1) } == 0
            && Glibc.listen(descriptor, backlog) == 0 && link(hidden, path) == 0
        let code = errno
        unsafe unlink(hidden)
        guard !listens else { return descriptor }
        Glibc.close(descriptor)
        if code == EEXIST { return nil }
        throw LinkError("cannot listen at \(path): \(systemMessage(code))")
    }

    /// Connects to the run that listens at a path.
    ///
    /// - Returns: the socket's descriptor.
    static func connect(to path: String) throws(LinkError) -> Int32 {
        let descriptor = try make()
        guard unsafe withAddress(of: path, { unsafe Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            switch code {
            case ECONNREFUSED: throw LinkError("no run listens at \(path) any more")
            case EAGAIN:
                throw LinkError("the run at \(path) accepts no connection: it is suspended, or busy with other viewers")
            default: throw LinkError("\(path): \(systemMessage(code))")
            }
        }
        guard isPeerTrusted(descriptor) else {
            Glibc.close(descriptor)
            throw LinkError("\(path): another user listens there")
        }
        return descriptor
    }

    /// Accepts the next viewer.
    ///
    /// - Returns: its descriptor; -1 if there is none, with the reason in errno.
    static func accept(_ listener: Int32) -> Int32 {
        let descriptor = Glibc.accept(listener, nil, nil)
        if descriptor >= 0 { setFlags(descriptor) }
        return descriptor
    }

    /// True if no process listens at a path any more.
    static func isDead(_ path: String) -> Bool {
        guard let descriptor = try? make() else { return false }
        defer { Glibc.close(descriptor) }
        return unsafe withAddress(of: path) { unsafe Glibc.connect(descriptor, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    /// True if both sides run as the same user, or either runs as root.
    static func isPeerTrusted(_ descriptor: Int32) -> Bool {
        // Linux's struct ucred, which Glibc's module leaves out: pid, uid, gid.
        var credentials: (Int32, uid_t, gid_t) = (0, .max, .max)
        var size = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return false }
        return credentials.1 == geteuid() || credentials.1 == 0 || geteuid() == 0
    }

    private static func make() throws(LinkError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw LinkError("cannot make a socket: \(systemMessage())") }
        setFlags(descriptor)
        return descriptor
    }

    private static func setFlags(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// Passes the address of a path to the closure. A path too long for one (107 bytes) is reached through its folder.
    private static func withAddress(
        of path: String,
        _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        guard path.utf8.count >= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
            return unsafe withShortAddress(of: path, use)
        }
        guard let slash = path.lastIndex(of: "/") else {
            errno = ENAMETOOLONG
            return -1
        }
        let folder = unsafe open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return -1 }
        let result = unsafe withShortAddress(
            of: "/proc/self/fd/\(folder)/\(path[path.index(after: slash)...])",
            unsafe use
        )
        let code = errno
        Glibc.close(folder)
        errno = code
        return result
    }

    private static func withShortAddress(
        of path: String,
        _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe use($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
