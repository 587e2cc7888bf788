import CZlib
import Glibc

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
    public init(path: String) throws(IDXError) {
        try self.init(bytes: decompressedBytes(path), path: path)
    }

    /// Reads what is already in memory, decompressed; `path` only names it in errors.
    public init(bytes all: [UInt8], path: String) throws(IDXError) {
        func failure(_ byte: Int, _ problem: IDXError.Problem) -> IDXError {
            IDXError(path: path, byte: byte, problem: problem)
        }
        guard all.count >= 4 else { throw failure(all.count, .short(expected: 4)) }
        guard all[0] == 0, all[1] == 0 else { throw failure(0, .badMagic(Array(all[..<4]))) }
        guard all[2] == 8 else { throw failure(2, .otherType(all[2])) }
        guard all[3] > 0 else { throw failure(3, .noAxes) }
        let header = 4 + 4 * Int(all[3])
        guard all.count >= header else { throw failure(all.count, .short(expected: header)) }
        shape = stride(from: 4, to: header, by: 4).map { place in
            all[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let count = shape.reduce(1) { product, length in
            let (next, overflows) = product.multipliedReportingOverflow(by: length)
            return overflows ? .max / 2 : next
        }
        guard all.count - header >= count else { throw failure(all.count, .short(expected: header + count)) }
        guard all.count - header == count else { throw failure(header + count, .long(by: all.count - header - count)) }
        bytes = Array(all[header...])
    }
}

/// The content of a file, decompressed if it begins as gzip does.
private func decompressedBytes(_ path: String) throws(IDXError) -> [UInt8] {
    guard let file = gzopen(path, "rb") else {
        throw IDXError(path: path, byte: nil, problem: .unreadable(String(cString: strerror(errno))))
    }
    defer { gzclose_r(file) }
    gzbuffer(file, 1 << 18)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        errno = 0
        let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
        if count > 0 { bytes.append(contentsOf: chunk[..<count]) }
        guard count < chunk.count else { continue }
        var code: Int32 = 0
        let words = gzerror(file, &code).map { String(cString: $0) } ?? ""
        switch code {
        case Z_OK, Z_STREAM_END: break
        case Z_ERRNO: throw IDXError(path: path, byte: nil, problem: .unreadable(String(cString: strerror(errno))))
        case Z_BUF_ERROR: throw IDXError(path: path, byte: gzoffset(file), problem: .cutGzip)
        // zlib's words begin with the path.
        default:
            throw IDXError(
                path: path,
                byte: gzoffset(file),
                problem: .brokenGzip(words.split(separator: ": ").last.map(String.init) ?? words)
            )
        }
        if path.hasSuffix(".gz"), gzdirect(file) != 0 { throw IDXError(path: path, byte: 0, problem: .notGzip) }
        return bytes
    }
}

/// Why an IDX file cannot be used: where, and what is wrong there.
public struct IDXError: Error, Equatable, CustomStringConvertible, Sendable {
    public var path: String
    /// Counted from 0, in the file once it is decompressed; for a fault of the compression, in the file as it is. Nil when
    /// no one byte is at fault.
    public var byte: Int?
    public var problem: Problem

    public enum Problem: Equatable, Sendable {
        /// The system's words for why the file cannot be read.
        case unreadable(String)
        /// The name ends in .gz and the content is not compressed.
        case notGzip
        /// The compressed data ends before its end.
        case cutGzip
        /// zlib's words for what is wrong with the compressed data.
        case brokenGzip(String)
        /// The first four bytes are not those of IDX.
        case badMagic([UInt8])
        /// The numbers are not bytes.
        case otherType(UInt8)
        case noAxes
        /// The file ends too early.
        case short(expected: Int)
        /// The file goes on behind its array.
        case long(by: Int)
        /// Another number of axes than is needed.
        case axes(Int, expected: String)
        /// There are no examples, or images without a pixel.
        case empty
        /// Labels and images differ in number.
        case counts(labels: Int, images: Int, imagePath: String)
        /// Images of another size than those of the first file.
        case size([Int], expected: [Int], firstPath: String)
        /// A class that the first file does not have.
        case badClass(Int, count: Int, firstPath: String)
    }

    public init(path: String, byte: Int?, problem: Problem) {
        self.path = path
        self.byte = byte
        self.problem = problem
    }

    /// "FILE, byte N", or "FILE" when no one byte is at fault.
    public var place: String { byte.map { "\(path), byte \($0)" } ?? path }

    public var description: String { "\(place): \(message)" }

    /// The problem without the place.
    public var message: String {
        switch problem {
        case .unreadable(let why): "cannot be read (\(why))"
        case .notGzip: "is not compressed with gzip, though its name ends in .gz"
        case .cutGzip: "the compressed data is cut short (is the file whole?)"
        case .brokenGzip(let words): "the compressed data is broken (\(words))"
        case .badMagic(let bytes):
            "is not IDX: two zero bytes are expected (got \(bytes.map(hexadecimal).joined(separator: " ")))"
        case .otherType(let type): "holds numbers of type \(hexadecimal(type)); bytes, type 08, are expected"
        case .noAxes: "has no axes"
        case .short(let expected): "ends here; its header asks for \(expected) bytes"
        case .long(let count): "\(count) more byte\(count == 1 ? "" : "s") than its header asks for"
        case .axes(let count, let expected): "has \(count) ax\(count == 1 ? "is" : "es"), \(expected) expected"
        case .empty: "holds no examples"
        case .counts(let labels, let images, let path): "holds \(labels) labels, but \(path) holds \(images) images"
        case .size(let size, let expected, let path):
            "images are \(words(size)), but those of \(path) are \(words(expected))"
        case .badClass(let label, let count, let path): "class \(label), but \(path) has classes below \(count) only"
        }
    }
}

private func words(_ size: [Int]) -> String { size.map(String.init).joined(separator: " × ") }

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0\(digits)" : digits
}
