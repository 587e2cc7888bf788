import Telemetry

/// Why a file cannot be read, used or written: one line that begins with its path.
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    public var path: String
    /// Where in the file; nil when no one place is at fault.
    public var place: Place?
    /// What is wrong there, and after a colon what to do about it.
    public var message: String
    /// True when the path is at fault and not what the file holds: nothing is there, or nothing that can be read.
    public var isOfPath: Bool

    /// A place in a file.
    public enum Place: Equatable, Sendable {
        /// Counted from 1.
        case line(Int)
        /// Counted from 0; of a compressed file once it is decompressed, but for a fault of the compression.
        case byte(Int)
    }

    /// - Parameter message: may hold what the file says; of that only what is printable stays.
    public init(_ path: String, at place: Place? = nil, _ message: String, isOfPath: Bool = false) {
        self.path = path
        self.place = place
        self.message = printable(message)
        self.isOfPath = isOfPath
    }

    /// With the system's words for what just failed.
    package init(_ path: String, failed what: String) {
        self.init(path, "\(what) (\(systemMessage()))", isOfPath: true)
    }

    /// "FILE", "FILE:LINE" or "FILE, byte N".
    public var location: String {
        switch place {
        case .line(let line): "\(path):\(line)"
        case .byte(let byte): "\(path), byte \(byte)"
        case nil: path
        }
    }

    public var description: String { "\(location): \(message)" }
}
