import CZlib
import Glibc
import Platform

/// The bytes of a file from its start, decompressed if it is a gzip file.
///
/// Only the bytes that are read, and one more, are decompressed: a small file may expand without limit.
@safe final class DecompressedBytes {
    /// The largest expansion by deflate: 258 bytes from two bits.
    private static let largestRatio = 1032

    private let file: ReadFile
    private let stream: gzFile
    private var position = 0

    init(_ path: String) throws(FileError) {
        file = try ReadFile(path)
        let format = FileFormat(head: try file.head())
        if format != .empty, let refusal = format?.refusal(as: .images) { throw file.error(refusal) }
        if path.hasSuffix(".gz"), format != .gzip {
            throw file.error(at: .byte(0), "is not compressed with gzip, though its name ends in .gz")
        }
        // zlib closes what it is given.
        let descriptor = dup(file.descriptor)
        guard descriptor >= 0, let stream = unsafe gzdopen(descriptor, "rb") else {
            if descriptor >= 0 { close(descriptor) }
            throw FileError(path, failed: "cannot be read")
        }
        unsafe self.stream = unsafe stream
        unsafe gzbuffer(stream, 1 << 18)
    }

    deinit { unsafe gzclose_r(stream) }

    private var isCompressed: Bool { unsafe gzdirect(stream) == 0 }

    /// The next `count` bytes; fewer at the end of the file.
    func read(_ count: Int) throws(FileError) -> [UInt8] {
        do {
            let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    errno = 0
                    let part = UInt32(min(count - filled, 1 << 30))
                    let read = unsafe Int(gzread(stream, buffer.baseAddress! + filled, part))
                    if read > 0 { filled += read }
                    if read < part {
                        try checkStream()
                        return
                    }
                }
            }
            position += bytes.count
            return bytes
        } catch let error as FileError {
            throw error
        } catch {
            throw file.error("cannot be read")
        }
    }

    private func checkStream() throws(FileError) {
        var code: Int32 = 0
        let words = unsafe gzerror(stream, &code).map { unsafe String(cString: $0) } ?? ""
        switch code {
        case Z_OK, Z_STREAM_END: return
        case Z_ERRNO: throw FileError(file.path, failed: "cannot be read")
        case Z_BUF_ERROR:
            throw unsafe error(at: gzoffset(stream), "the compressed data is cut short (is the file whole?)")
        default:
            // zlib's words begin with the path.
            let problem = words.split(separator: ": ").last.map(String.init) ?? words
            throw unsafe error(at: gzoffset(stream), "the compressed data is broken (\(problem))")
        }
    }

    /// Checks that the file can be this long, before memory is allocated for it.
    func checkLength(_ length: Int) throws(FileError) {
        guard isCompressed else {
            guard file.size >= length else { throw error(at: file.size, short(length)) }
            let more = file.size - length
            guard more == 0 else {
                throw error(at: length, "\(more) more byte\(more == 1 ? "" : "s") than its header asks for")
            }
            return try file.checkMemory(for: length)
        }
        guard length / Self.largestRatio <= file.size else {
            throw error(
                at: nil,
                "its header asks for \(length) bytes, and \(file.size) compressed bytes cannot hold as many"
            )
        }
        try file.checkMemory(for: length)
    }

    /// Checks that nothing follows the bytes that have been read.
    func checkEnd(_ length: Int) throws(FileError) {
        guard try read(1).isEmpty else { throw error(at: length, "has more bytes than its header announces") }
    }

    func short(of expected: Int) -> FileError { error(at: position, short(expected)) }

    private func short(_ expected: Int) -> String { "ends here; its header asks for \(expected) bytes" }

    func error(at byte: Int?, _ message: String) -> FileError { file.error(at: byte.map { .byte($0) }, message) }
}
