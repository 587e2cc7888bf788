public import Platform
import Telemetry

/// Named arrays and metadata in one file that Python's `safetensors` reads and writes.
///
/// The format: the length of the header in 8 little-endian bytes; the header, JSON, each tensor's dtype, shape and
/// offsets in the data, and texts under `__metadata__`; the data, without gaps.
public struct Safetensors: Equatable, Sendable {
    /// The arrays by name.
    public var tensors: [String: SavedArray]
    /// Texts by name.
    public var metadata: [String: String]

    public init(tensors: [String: SavedArray], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// Reads a file whole. F16 and BF16 are widened to F32, which changes no number.
    public init(path: String) throws(FileError) {
        let file = try OpenSafetensors(path)
        (tensors, metadata) = (try file.tensors(), file.header.metadata)
    }

    /// Writes a file atomically.
    public func write(to path: String) throws(FileError) {
        // As Python does: wide numbers first, so that each number's offset is a multiple of its size.
        let order = tensors.sorted { ($1.value.kind.size, $0.key) < ($0.value.kind.size, $1.key) }
        try writeAtomically(path, parts: [header(order)] + order.map(\.value.bytes))
    }

    private func header(_ order: [(key: String, value: SavedArray)]) -> [UInt8] {
        var json = Array("{".utf8)
        func open(_ name: String) {
            if json.count > 1 { json.append(UInt8(ascii: ",")) }
            json.append(json: name)
            json.append(UInt8(ascii: ":"))
        }
        if !metadata.isEmpty {
            open("__metadata__")
            for (index, (name, text)) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
                json.append(UInt8(ascii: index == 0 ? "{" : ","))
                json.append(json: name)
                json.append(UInt8(ascii: ":"))
                json.append(json: text)
            }
            json.append(UInt8(ascii: "}"))
        }
        var start = 0
        for (name, array) in order {
            open(name)
            let end = start + array.bytes.count
            let shape = array.shape.map(String.init).joined(separator: ",")
            json += Array(
                "{\"dtype\":\"\(array.kind.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}".utf8
            )
            start = end
        }
        json.append(UInt8(ascii: "}"))
        // The numbers begin at a multiple of 8, as everywhere the format is written.
        while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
        return unsafe withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
    }
}
