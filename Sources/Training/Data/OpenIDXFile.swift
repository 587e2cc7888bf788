import Platform

/// An IDX file whose header has been read and whose array has not.
final class OpenIDXFile {
    /// The length of each axis.
    let shape: [Int]
    /// The size of the array in bytes.
    let count: Int
    private let bytes: DecompressedBytes

    init(_ path: String) throws(FileError) {
        bytes = try DecompressedBytes(path)
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
        // An empty axis first, so that the product of the others cannot overflow.
        let product = shape.contains(0) ? 0 : shape.reduce(Int?(1)) { $0?.times($1) }
        guard let product, let end = product.plus(start) else {
            throw bytes.error(at: 4, "its header asks for more bytes than can be counted")
        }
        count = product
        try bytes.checkLength(end)
    }

    /// Reads the array, to the end of the file; call it once.
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

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0\(digits)" : digits
}
