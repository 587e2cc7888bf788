import Platform
public import Telemetry

/// Reads every k-th piece of a line-based file, whose format can be read starting at any line.
@safe final class FileLines {
    /// Bytes of a piece, which then extends to the end of its last line. Each piece wakes two threads, so small pieces would
    /// cost more than their events.
    private static let size = 1 << 18

    private let size: Int
    private let every: Int
    private let read: FileSource.Read
    private var next: Int
    private var buffer = [UInt8](repeating: 0, count: size)

    /// - Parameters:
    ///   - size: the file's size in bytes.
    ///   - every: one of this many pieces is read.
    ///   - first: the index of the first piece read.
    init(size: Int, every: Int, from first: Int, _ read: @escaping FileSource.Read) {
        unsafe (self.size, self.every, next, self.read) = unsafe (size, every, first, read)
    }

    /// Whether a file can be read starting at any of its lines.
    static func areIn(_ size: Int, _ read: FileSource.Read) -> Bool {
        var head = [UInt8](repeating: 0, count: min(4096, size))
        let count = unsafe head.withUnsafeMutableBytes { try? unsafe read(0, $0) } ?? 0
        return unsafe head.withUnsafeBytes { bytes in
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<count])
            // A NUL or a byte order mark means UTF-16, which can only be detected at the beginning of the file.
            return unsafe EventFormats.decoder(for: bytes) is EventReader
                && !bytes.prefix(4).contains { $0 == 0 || $0 >= 0xFE }
        }
    }

    /// Replaces a piece's content with the next piece.
    ///
    /// - Returns: false after the last piece.
    func fill(_ piece: inout FilePiece) -> Bool {
        let start = next * Self.size
        guard start < size else { return false }
        next += every
        piece.events.removeAll()
        (piece.report, piece.lineCount, piece.problem) = (ReadingReport(), 0, nil)
        do throws(FileError) {
            let bytes = try lines(startingIn: start..<min(start + Self.size, size))
            piece.bytes = bytes
            var reader = EventReader.midFile()
            try feed(bytes, to: &reader, &piece.events)
            (piece.report, piece.lineCount) = (reader.report, reader.lineCount)
        } catch {
            piece.problem = error.description
        }
        return true
    }

    /// Rereads the events in a range of bytes.
    static func events(of bytes: Range<Int>, _ read: @escaping FileSource.Read) -> EventList {
        let lines = unsafe FileLines(size: bytes.upperBound, every: 1, from: 0, read)
        var (events, reader) = (EventList(), EventReader.midFile())
        try? lines.feed(bytes, to: &reader, &events)
        return events
    }

    /// The bytes of the lines that start in a range; empty if none does.
    private func lines(startingIn range: Range<Int>) throws(FileError) -> Range<Int> {
        let first = range.lowerBound == 0 ? 0 : try end(ofLineAt: range.lowerBound - 1)
        guard first < range.upperBound else { return first..<first }
        return first..<(range.upperBound < size ? try end(ofLineAt: range.upperBound - 1) : size)
    }

    /// The offset just after the first newline at or after an offset; the file's size if there is none.
    private func end(ofLineAt offset: Int) throws(FileError) -> Int {
        var offset = offset
        while offset < size {
            // Most lines are short.
            let count = try fill(from: offset, min(4096, size - offset))
            if let newline = buffer[..<count].firstIndex(of: UInt8(ascii: "\n")) { return offset + newline + 1 }
            guard count > 0 else { break }
            offset += count
        }
        return size
    }

    private func feed(_ bytes: Range<Int>, to reader: inout EventReader, _ events: inout EventList) throws(FileError) {
        var offset = bytes.lowerBound
        while offset < bytes.upperBound {
            let count = try fill(from: offset, min(buffer.count, bytes.upperBound - offset))
            guard count > 0 else { break }
            unsafe buffer.withUnsafeBytes {
                unsafe reader.feed(UnsafeRawBufferPointer(rebasing: $0[..<count]), arrival: nil, into: &events)
            }
            offset += count
        }
        reader.finish(into: &events)
    }

    private func fill(from offset: Int, _ count: Int) throws(FileError) -> Int {
        let read = unsafe read
        return try unsafe buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(FileError) in
                try unsafe read(offset, UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
            }
        }.get()
    }
}

extension FileSource {
    /// Rereads the events in a range of a file's bytes: see `Recording.Reload`.
    public static func reload(reading read: @escaping Read) -> Recording.Reload {
        { unsafe FileLines.events(of: $0, read) }
    }
}
