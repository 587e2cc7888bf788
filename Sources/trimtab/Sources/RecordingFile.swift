import Glibc
import Links
import Platform
import Telemetry

/// A recording that is read from the beginning: a file, a pipe, or standard input.
struct RecordingFile {
    let path: String
    /// True for a file on disk; false for a stream.
    let isOnDisk: Bool
    private let descriptor: Int32
    /// The offset at which it begins: standard input may have been read before.
    private let start: Int
    /// Bytes of a file on disk from `start` on, when it was opened.
    private let size: Int

    /// - Parameter path: a file, a FIFO, a shell's `<(…)`, or - for standard input.
    /// - Throws: `BadInput` if it cannot be opened, or is of a kind that holds no recording.
    init(path: String) throws(BadInput) {
        if path != "-" { try checkPath(path, of: "the recording") }
        self.path = path == "-" ? "standard input" : path
        descriptor = unsafe path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.cannotRead(path, systemMessage()) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw Self.cannotRead(path, systemMessage())
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw Self.cannotRead(path, "it is a directory")
        case S_IFBLK: throw Self.cannotRead(path, "it is a device")
        // A terminal or /dev/null ends; other devices never do.
        case S_IFCHR where isatty(descriptor) == 0 && status.st_rdev != Self.null:
            throw Self.cannotRead(path, "it is a device")
        default: break
        }
        isOnDisk = status.st_mode & S_IFMT == S_IFREG
        start = isOnDisk ? max(0, lseek(descriptor, 0, SEEK_CUR)) : 0
        size = isOnDisk ? max(0, Int(status.st_size) - start) : 0
    }

    /// Linux's number of /dev/null.
    private static let null: dev_t = 1 << 8 | 3

    private static func cannotRead(_ path: String, _ reason: String) -> BadInput {
        BadInput("cannot read \(path): \(reason)")
    }

    /// Its events.
    func source() throws(BadInput) -> any EventSource {
        guard isOnDisk else { return StreamSource(reading: descriptor, name: path, isOwned: false) }
        do throws(LinkError) {
            return unsafe try FileSource(name: path, size: size, reading: read)
        } catch {
            throw BadInput(error.description)
        }
    }

    /// Rereads events of a file on disk, for playback; nil for a stream.
    var reload: Recording.Reload? { unsafe isOnDisk ? FileSource.reload(reading: read) : nil }

    private var read: FileSource.Read {
        { [descriptor, start, path] (offset, buffer) throws(FileError) in
            while true {
                let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, start + offset)
                if count >= 0 { return count }
                guard errno == EINTR else { throw FileError(path, failed: "cannot be read") }
            }
        }
    }

    func close() { Glibc.close(descriptor) }

    /// The error for a file in which no line is an event.
    func noEventsError(_ report: ReadingReport) -> BadInput {
        if let refusal { return BadInput("\(path) \(refusal)") }
        let reason = report.sentencesWithLines.first ?? "one JSON object per line is expected"
        return BadInput("\(path) holds no events: it is not a recording of a run (\(reason))")
    }

    /// What a file on disk is instead of a recording, if its first bytes show that.
    private var refusal: String? {
        guard isOnDisk else { return nil }
        var head = [UInt8](repeating: 0, count: FileFormat.headLength)
        let count = unsafe pread(descriptor, &head, head.count, off_t(start))
        return count > 0 ? FileFormat(head: Array(head[..<count]))?.refusal(as: .recording) : nil
    }

    /// The lines that could not be read, as a sentence for each kind.
    func remarks(_ report: ReadingReport) -> [String] {
        guard !report.isEmpty else { return [] }
        let lines = report.lines.map { one in
            let lines =
                one.count == 1
                ? "line \(one.line)" : "\(NumberFormat.plural(one.count, "line")) (first: line \(one.line))"
            return "skipped \(lines): \(one.fault.sentence)"
        }
        return (lines + report.sentencesWithLines.dropFirst(lines.count)).map { "\(path): \($0)" }
    }
}
