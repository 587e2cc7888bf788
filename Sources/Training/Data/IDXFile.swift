public import Platform

/// An array of bytes from a file in MNIST's format, IDX, plain or compressed with gzip.
///
/// Two zero bytes, a type (8: bytes, the only one read here), the number of axes; the length of each axis as four bytes,
/// the highest first; then the bytes in row-major order.
public struct IDXFile: Equatable, Sendable {
    /// The length of each axis.
    public var shape: [Int]
    /// The array in row-major order.
    public var bytes: [UInt8]
    /// The offset of the array in the decompressed file.
    public var start: Int { 4 + 4 * shape.count }

    /// Reads a file, compressed or not.
    public init(path: String) throws(FileError) {
        let file = try OpenIDXFile(path)
        (shape, bytes) = (file.shape, try file.read())
    }
}
