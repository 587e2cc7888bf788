import Glibc
import Links
import Platform
import Telemetry

/// The events of a run that nobody asked to record, in a file without a name, until somebody does.
///
/// It belongs to one thread; the writer that writes its events has one of its own.
final class RecordingSpool {
    /// Bytes copied at a time.
    private static let chunk = 1 << 20

    /// What the run's events are written to.
    let file: OutputFile
    private let descriptor: Int32
    /// The recording it is copied to, and how many bytes are there.
    private var copy: NewFile?
    private var copied: off_t = 0

    /// Nil where there is no room for temporary files.
    init?() {
        let folder = environmentValue("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/trimtab-XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unsafe unlink(template)
        file = OutputFile("the events kept for a recording", descriptor)
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Writes what there is to a new file in the working directory; what comes later follows by `finish`.
    ///
    /// - Parameter name: the run's, from which the file has its name.
    /// - Returns: the path of the file.
    /// - Throws: `BadInput` when it cannot be written.
    func write(name: String) throws(BadInput) -> String {
        if let failure = file.failure { throw BadInput(failure.sentence) }
        let recording = if let copy { copy } else { try NewFile(stem: name, suffix: "jsonl") }
        copy = recording
        try append(to: recording.output)
        return recording.path
    }

    /// Completes the recording, once the run's last event has been written.
    func finish() throws(BadInput) {
        guard let copy else { return }
        try append(to: copy.output)
        try copy.close()
    }

    /// Copies whole lines that are not in the recording yet.
    private func append(to output: OutputFile) throws(BadInput) {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let count = unsafe pread(descriptor, &buffer, buffer.count, copied)
            guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: "\n")) else { return }
            output.write(Array(buffer[...end]))
            if let failure = output.failure { throw BadInput(failure.sentence) }
            copied += off_t(end + 1)
        }
    }
}
