import Glibc
import Telemetry

/// A recording on disk, read from the front.
struct RecordingFile {
    let path: String
    /// Bytes it has; 0 for a pipe.
    let size: Int
    private let descriptor: Int32

    /// - Throws: `BadInput` when the file cannot be opened.
    init(path: String) throws(BadInput) {
        try checkPath(path, of: "the recording")
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw BadInput("cannot read \(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw BadInput("cannot read \(path): it is a directory")
        }
        size = Int(status.st_size)
    }

    /// Reads the next bytes into a buffer; 0 at the end.
    ///
    /// - Throws: `BadInput` when reading fails.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(BadInput) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw BadInput("cannot read \(path): \(String(cString: strerror(errno)))")
            }
        }
    }

    func close() { Glibc.close(descriptor) }

    /// What to say of a file in which no line is an event.
    var emptiness: BadInput {
        BadInput("\(path) holds no events: it is not a recording of a run (one JSON object a line, see README)")
    }
}

extension RecordingFile {
    /// Reads the whole file event by event, in bounded memory.
    ///
    /// - Parameter take: gets each event; returns false to read no further.
    /// - Returns: how many events there were and how many lines could not be read.
    func forEachEvent(_ take: (Event) -> Bool) throws(BadInput) -> (events: Int, skipped: Int) {
        var reader = LineReader()
        var events = 0
        var skipped = 0
        var isDone = false
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        func line(_ bytes: UnsafeRawBufferPointer) {
            guard !isDone else { return }
            switch LineDecoder.decode(bytes) {
            case .event(let event):
                events += 1
                isDone = !take(event)
            case .broken: skipped += 1
            case .command, .unknown: break
            }
        }
        while !isDone {
            let count = try read(into: buffer)
            if count == 0 { break }
            reader.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), line)
        }
        reader.finish(line)
        return (events, skipped + reader.overlong)
    }
}
