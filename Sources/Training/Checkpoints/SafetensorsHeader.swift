import Platform
import Telemetry

/// The header of a safetensors file, checked against the file's length.
struct SafetensorsHeader {
    /// The longest accepted header, in bytes; Python's limit.
    static let longest = 100_000_000

    private(set) var metadata: [String: String] = [:]
    private(set) var entries: [String: Entry] = [:]
    /// The offset of the numbers in the file.
    let start: Int

    /// A tensor's kind, shape and range in the data.
    struct Entry {
        var type = ""
        var shape: [Int] = []
        var range = 0..<0

        var count: Int { range.count }
    }

    init(path: String) throws(FileError) { try self.init(ReadFile(path)) }

    init(_ file: ReadFile) throws(FileError) {
        try file.check(isFor: .weights)
        guard file.size >= 8 else {
            throw file.error("is not a safetensors file: it is \(file.size) bytes long, shorter than any")
        }
        let length = try file.bytes(8, at: 0).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Self.longest else {
            throw file.error(
                "is not a safetensors file: its header would be \(length) bytes long (\(Self.longest) at most)"
            )
        }
        start = 8 + Int(length)
        guard start <= file.size else {
            throw file.error("is cut short: its header ends at byte \(start), the file at \(file.size)")
        }
        let json = try file.bytes(Int(length), at: 8)
        guard json.first == UInt8(ascii: "{"), String(validating: json, as: UTF8.self) != nil else {
            throw file.error("is not a safetensors file: its header is not JSON")
        }
        try read(json, file)
        try checkPlaces(file)
    }

    private mutating func read(_ json: [UInt8], _ file: ReadFile) throws(FileError) {
        do throws(Fault) {
            try unsafe json.withUnsafeBytes { bytes in Result { () throws(Fault) in try unsafe read(bytes) } }.get()
        } catch {
            switch error {
            case .twice(let name): throw file.error("tensor \(name) is there twice")
            case .malformed: throw file.error("is not a safetensors file: its header is not of the format")
            }
        }
    }

    private enum Fault: Error {
        case twice(String), malformed
    }

    private mutating func read(_ json: UnsafeRawBufferPointer) throws(Fault) {
        var scanner = unsafe JSONScanner(json)
        var twice: String?
        do throws(JSONScanner.Malformed) {
            try scanner.object { (scanner, name) throws(JSONScanner.Malformed) in
                let name = try name.text()
                if name == "__metadata__" {
                    metadata = try Self.texts(&scanner)
                } else if entries.updateValue(try Self.entry(&scanner), forKey: name) != nil {
                    twice = name
                }
            }
            try scanner.end()
        } catch {
            throw .malformed
        }
        if let twice { throw .twice(twice) }
    }

    private static func texts(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> [String: String] {
        var texts: [String: String] = [:]
        try scanner.object { (scanner, name) throws(JSONScanner.Malformed) in
            texts[try name.text()] = try scanner.text()
        }
        return texts
    }

    private static func entry(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> Entry {
        var (type, shape, offsets): (String?, [Int]?, [Int]?) = (nil, nil, nil)
        try scanner.object { (scanner, name) throws(JSONScanner.Malformed) in
            switch name {
            case "dtype": type = try scanner.text()
            case "shape": shape = try integers(&scanner)
            case "data_offsets": offsets = try integers(&scanner)
            default: throw JSONScanner.Malformed()
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
            throw JSONScanner.Malformed()
        }
        return Entry(type: type, shape: shape, range: offsets[0]..<offsets[1])
    }

    private static func integers(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) -> [Int] {
        var integers: [Int] = []
        try scanner.array { (scanner) throws(JSONScanner.Malformed) in
            let integer = try scanner.integer()
            guard integer >= 0 else { throw JSONScanner.Malformed() }
            integers.append(integer)
        }
        return integers
    }

    /// Checks that each tensor has the length of its shape, that they are contiguous, and that the file ends with the last.
    private func checkPlaces(_ file: ReadFile) throws(FileError) {
        var end = 0
        for (name, entry) in entries.sorted(by: {
            ($0.value.range.lowerBound, $0.value.count) < ($1.value.range.lowerBound, $1.value.count)
        }) {
            guard let size = entry.size else {
                throw file.error("tensor \(name) has dtype \(entry.type) (F32, F64, F16, BF16 and I64 are read)")
            }
            let (begin, tensorEnd) = (entry.range.lowerBound, entry.range.upperBound)
            // In memory a number may need twice as many bytes, and an axis of length 0 hides the lengths of the others.
            guard entry.bytesOfShape(size: size) == entry.count, entry.bytesOfShape(size: 2 * size) != nil else {
                throw file.error(
                    "tensor \(name) is \(entry.type) \(entry.shape) and lies at [\(begin), \(tensorEnd)], "
                        + "which is not its length"
                )
            }
            guard begin == end else {
                let fault = begin < end ? "overlaps the one before it" : "does not begin where the one before it ends"
                throw file.error("tensor \(name) \(fault): it lies at [\(begin), \(tensorEnd)]")
            }
            guard start + tensorEnd <= file.size else {
                throw file.error(
                    "is cut short: tensor \(name) ends at byte \(start + tensorEnd), the file at \(file.size)"
                )
            }
            end = tensorEnd
        }
        guard start + end == file.size else {
            throw file.error("has \(file.size - start - end) bytes after its last tensor")
        }
    }
}

extension SafetensorsHeader.Entry {
    /// The size of one number in bytes; nil for an unsupported kind.
    fileprivate var size: Int? {
        switch type {
        case "F16", "BF16": 2
        default: SavedArray.Kind(rawValue: type)?.size
        }
    }

    /// The size of the shape in bytes; nil for more than can be counted.
    fileprivate func bytesOfShape(size: Int) -> Int? {
        var bytes = size
        for length in shape {
            let (product, overflows) = bytes.multipliedReportingOverflow(by: length)
            guard !overflows else { return nil }
            bytes = product
        }
        return bytes
    }
}
