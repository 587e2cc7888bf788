import CZlib
import Glibc
public import Platform

/// An array of bytes from a file in the format of MNIST, IDX, plain or compressed with gzip.
///
/// Two zero bytes, a type (8: bytes, the only one read here), the number of axes; the length of each axis as four bytes,
/// the highest first; then the bytes in row-major order.
public struct IDXFile: Equatable, Sendable {
    /// The length of each axis.
    public var shape: [Int]
    /// The array in row-major order.
    public var bytes: [UInt8]
    /// Where the array begins in the file once it is decompressed.
    public var start: Int { 4 + 4 * shape.count }

    /// Reads a file; whether it is compressed shows in its first bytes.
    public init(path: String) throws(FileError) {
        let file = try OpenIDXFile(path)
        (shape, bytes) = (file.shape, try file.read())
    }
}

/// A file whose header is read and whose array is not yet.
final class OpenIDXFile {
    /// The length of each axis.
    let shape: [Int]
    /// Bytes of the array.
    let count: Int
    private let bytes: PossiblyCompressed

    init(_ path: String) throws(FileError) {
        bytes = try PossiblyCompressed(path)
        let first = try bytes.read(4)
        guard first.count == 4 else { throw bytes.short(of: 4) }
        guard first[0] == 0, first[1] == 0 else {
            let got = first.map(hexadecimal).joined(separator: " ")
            let isReversed = first[1] == 8 && first[2] == 0 && first[3] == 0
            let cure = isReversed ? ": its numbers have the lowest byte first, the highest is expected first" : ""
            throw bytes.error(at: 0, "is not IDX: two zero bytes are expected (got \(got))\(cure)")
        }
        guard first[2] == 8 else {
            throw bytes.error(at: 2, "holds numbers of type \(hexadecimal(first[2])); bytes, type 08, are expected")
        }
        guard first[3] > 0 else { throw bytes.error(at: 3, "has no axes") }
        let lengths = try bytes.read(4 * Int(first[3]))
        let start = 4 + 4 * Int(first[3])
        guard lengths.count == start - 4 else { throw bytes.short(of: start) }
        shape = stride(from: 0, to: lengths.count, by: 4).map { place in
            lengths[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        // Zero before all others, so that no product of the others can be too large for it.
        let product = shape.contains(0) ? 0 : shape.reduce(Int?(1)) { $0?.times($1) }
        guard let product, let end = product.plus(start) else {
            throw bytes.error(at: 4, "its header asks for more bytes than can be counted")
        }
        count = product
        try bytes.checkLength(end)
    }

    /// The array, to the end of the file. To be called once.
    func read() throws(FileError) -> [UInt8] {
        let array = try bytes.read(count)
        let end = 4 + 4 * shape.count + count
        guard array.count == count else { throw bytes.short(of: end) }
        try bytes.checkEnd(end)
        return array
    }
}

extension Int {
    fileprivate func times(_ other: Int) -> Int? {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? nil : product
    }

    fileprivate func plus(_ other: Int) -> Int? {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? nil : sum
    }
}

/// The bytes of a file from its start on, decompressed if it begins as gzip does.
///
/// No more is decompressed than is asked for, and one byte: what is small as a file may be large without end.
@safe private final class PossiblyCompressed {
    /// The most that deflate makes of a byte: 258 bytes from two bits.
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

    /// So many bytes from where the last ended; fewer at the end of the file.
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

    /// That the file can be so long at all, before memory is taken for it.
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

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0\(digits)" : digits
}
