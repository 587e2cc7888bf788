import Telemetry

/// Why a file cannot be read, used or written: one line that begins with its path.
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    public var path: String
    /// The position in the file; nil if the error has none.
    public var place: Place?
    /// What is wrong there, and after a colon what to do about it.
    public var message: String
    /// True if the path is at fault rather than the content: no file is there, or none that can be read.
    public var isOfPath: Bool

    /// A position in a file.
    public enum Place: Equatable, Sendable {
        /// Counted from 1.
        case line(Int)
        /// Counted from 0, in the decompressed content unless the compression itself is faulty.
        case byte(Int)
    }

    /// - Parameter message: may quote the file; it is made printable.
    public init(_ path: String, at place: Place? = nil, _ message: String, isOfPath: Bool = false) {
        self.path = path
        self.place = place
        self.message = printable(message)
        self.isOfPath = isOfPath
    }

    /// Adds the system's message for the call that just failed.
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
