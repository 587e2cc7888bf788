import Platform
import Telemetry

/// Reads a file in pieces, for formats that can only be read from the beginning.
@safe final class FileStream {
    private static let size = 1 << 18

    private let read: FileSource.Read
    private var offset = 0
    private var buffer = [UInt8](repeating: 0, count: size)
    private var decoder: (any EventDecoder)?
    private var report = ReadingReport()
    private var isOver = false

    init(_ read: @escaping FileSource.Read) { unsafe self.read = unsafe read }

    /// Replaces the content of a piece with the next events.
    ///
    /// - Returns: false after the last piece.
    func fill(_ piece: inout FilePiece) -> Bool {
        guard !isOver else { return false }
        piece.events.removeAll()
        let (read, offset) = unsafe (read, offset)
        let count = Result { () throws(FileError) in
            try unsafe buffer.withUnsafeMutableBytes { bytes in
                Result { () throws(FileError) in try unsafe read(offset, bytes) }
            }.get()
        }
        switch count {
        case .failure(let error):
            (isOver, piece.problem) = (true, error.description)
        case .success(let count):
            isOver = count == 0
            unsafe buffer.withUnsafeBytes {
                unsafe decode(UnsafeRawBufferPointer(rebasing: $0[..<count]), into: &piece.events)
            }
            self.offset += count
        }
        // The decoder counts lines from the start of the file.
        if let decoder { piece.report = decoder.report }
        return true
    }

    private func decode(_ bytes: UnsafeRawBufferPointer, into events: inout EventList) {
        if decoder == nil, !isOver {
            decoder = unsafe EventFormats.decoder(for: UnsafeRawBufferPointer(rebasing: bytes.prefix(4096)))
        }
        if isOver { decoder?.finish(into: &events) } else { unsafe decoder?.feed(bytes, arrival: nil, into: &events) }
    }
}
