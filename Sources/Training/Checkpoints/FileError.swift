import Glibc

/// Why a file cannot be read, used or written: one line that begins with its path.
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    public var path: String
    public var message: String

    public init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    /// With the system's words for what just failed.
    init(_ path: String, failed what: String) {
        self.init(path, "\(what) (\(String(cString: strerror(errno))))")
    }

    public var description: String { "\(path): \(message)" }
}
