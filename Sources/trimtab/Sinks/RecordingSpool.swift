import Glibc
import Links
import Platform
import Telemetry

/// The events of a run that nobody asked to record, in a file without a name, until somebody does.
///
/// It belongs to one thread; the outlet that writes its events has one of its own.
final class RecordingSpool {
    /// Bytes copied at a time.
    private static let chunk = 1 << 20

    /// What the run's events are written to.
    let file: OutputFile
    private let descriptor: Int32
    /// The recording it was copied to, and how much of it.
    private var copy: (path: String, descriptor: Int32, count: off_t)?

    /// Nil where there is no room for temporary files.
    init?() {
        let folder = environmentValue("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/trimtab-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        file = OutputFile("the events kept for a recording", descriptor)
    }

    deinit {
        close(descriptor)
        if let copy { close(copy.descriptor) }
    }

    /// Writes what there is to a new file in the working directory; what comes later follows by `finish`.
    ///
    /// - Parameter name: the run's, from which the file has its name.
    /// - Returns: the path of the file.
    /// - Throws: `BadInput` when it cannot be written.
    func write(name: String) throws(BadInput) -> String {
        if let trouble = file.trouble { throw BadInput(trouble.sentence) }
        if copy == nil { copy = try Self.create(name) }
        try append()
        return copy?.path ?? ""
    }

    /// Completes the recording, once the run's last event has been written.
    func finish() throws(BadInput) { if copy != nil { try append() } }

    /// A file that was not there before.
    private static func create(_ name: String) throws(BadInput) -> (String, Int32, off_t) {
        let stem = String(name.map { "/\0".contains($0) ? "-" : $0 })
        for number in 1...1000 {
            let path = number == 1 ? "\(stem).jsonl" : "\(stem)-\(number).jsonl"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
            if descriptor >= 0 { return (path, descriptor, 0) }
            guard errno == EEXIST else { throw BadInput("cannot write \(path): \(systemMessage())") }
        }
        throw BadInput("\(stem).jsonl and a thousand others are there already; delete some")
    }

    /// Copies whole lines that are not in the recording yet.
    private func append() throws(BadInput) {
        guard let path = copy?.path, let target = copy?.descriptor else { return }
        let output = OutputFile(path, target)
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while let offset = copy?.count {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: "\n")) else { return }
            output.write(Array(buffer[...end]))
            if let trouble = output.trouble { throw BadInput(trouble.sentence) }
            copy?.count += off_t(end + 1)
        }
    }
}
