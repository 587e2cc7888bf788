import Glibc
import Links
import Platform
import Telemetry

extension OutputFile {
    /// Opens the file of a recording, for this run alone.
    ///
    /// A FIFO with a reader, and a device such as /dev/null, hold nothing that could be replaced and are taken as they are.
    ///
    /// - Parameters:
    ///   - force: replaces a recording that is there; any other file is kept.
    ///   - inputs: what the run reads.
    /// - Throws: `BadInput` when the file cannot be written, or must not be.
    static func recording(_ path: String, force: Bool, apartFrom inputs: [RunInput]) throws(BadInput) -> OutputFile {
        try checkPath(path, of: "--record")
        guard !path.isEmpty else { throw BadInput("--record needs the name of a file") }
        guard path != "-" else { throw BadInput("--record -: give the name of a file (--jsonl prints the events)") }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | appending, 0o644)
        if descriptor >= 0 {
            try lock(descriptor, path)
            return OutputFile(path, descriptor)
        }
        guard errno == EEXIST else { throw unwritable(path) }
        return OutputFile(path, try replacing(path, force: force, apartFrom: inputs))
    }

    /// Bytes go to the file's end, wherever that is: truncating it leaves no hole.
    private static let appending = O_APPEND | O_CLOEXEC | O_NOCTTY

    /// Opens what has the name already.
    private static func replacing(_ path: String, force: Bool, apartFrom inputs: [RunInput]) throws(BadInput) -> Int32 {
        guard let there = fileStatus(path) else {
            if errno == ENOENT { throw BadInput("\(path) is a link that leads nowhere; give another file") }
            throw unwritable(path)
        }
        switch there.kind {
        case S_IFREG: break
        case S_IFIFO, S_IFCHR: return try joining(path, there)
        case S_IFDIR: throw BadInput("\(path) is a folder; --record needs a file")
        case S_IFBLK: throw BadInput("\(path) is a disk; --record needs a file")
        default: throw BadInput("\(path) is a socket; --record needs a file")
        }
        try checkOutputs(path, there)
        if let input = inputs.first(where: { $0.holds(there) }) {
            throw BadInput("\(path) is \(input.role), which the run reads; give another file")
        }
        guard force else { throw BadInput("\(path) already exists; --force replaces it") }
        let descriptor = unsafe open(path, O_RDWR | appending)
        guard descriptor >= 0 else { throw unwritable(path) }
        try lock(descriptor, path)
        guard isEmptyOrRecording(descriptor) else {
            throw BadInput(
                "\(path) is not a recording of a run, so --force does not replace it; give another file or delete it"
            )
        }
        guard ftruncate(descriptor, 0) == 0 else { throw unwritable(path) }
        return descriptor
    }

    /// Opens a FIFO or a device.
    private static func joining(_ path: String, _ there: stat) throws(BadInput) -> Int32 {
        if there.kind == S_IFIFO { try checkOutputs(path, there) }
        // Else a FIFO waits silently until somebody reads it.
        let descriptor = unsafe open(path, O_WRONLY | O_NONBLOCK | appending)
        guard descriptor >= 0 else {
            guard errno == ENXIO, there.kind == S_IFIFO else { throw unwritable(path) }
            throw BadInput("\(path) is a FIFO without a reader; start the reader first")
        }
        guard isatty(descriptor) == 0 else {
            throw BadInput("\(path) is a terminal; --record needs a file (--jsonl prints the events)")
        }
        guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) == 0 else { throw unwritable(path) }
        return descriptor
    }

    /// Two that write one file spoil it for each other.
    private static func checkOutputs(_ path: String, _ there: stat) throws(BadInput) {
        for output in [standardOutput, standardError] where output.status?.isSameFile(as: there) == true {
            throw BadInput("\(path) is where \(output.name) goes; give the recording a file of its own")
        }
    }

    /// Keeps the file for this process until it ends, as far as others ask.
    private static func lock(_ descriptor: Int32, _ path: String) throws(BadInput) {
        // Some file systems have no locks; recordings work there all the same.
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
        throw BadInput("\(path) is being written by another run; give another file")
    }

    /// True for a file with nothing in it, and for one that begins as every recording of ours does.
    private static func isEmptyOrRecording(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe pread(descriptor, &start, start.count, 0)
        guard count > 0 else { return count == 0 }
        let line = String(decoding: start[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        if case .event(.run) = LineDecoder.decode(line) { return true }
        return false
    }

    private static func unwritable(_ path: String) -> BadInput {
        BadInput("cannot write \(path): \(systemMessage())")
    }
}
