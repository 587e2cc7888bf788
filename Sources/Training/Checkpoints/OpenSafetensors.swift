import Platform

/// A safetensors file whose header has been read and whose numbers have not.
final class OpenSafetensors {
    let header: SafetensorsHeader
    private let file: ReadFile

    var path: String { file.path }

    init(_ path: String) throws(FileError) {
        file = try ReadFile(path)
        header = try SafetensorsHeader(file)
    }

    /// The shapes of the tensors whose names pass.
    func shapes(where isWanted: (String) -> Bool) -> [String: [Int]] {
        header.entries.filter { isWanted($0.key) }.mapValues(\.shape)
    }

    /// The size in memory of the tensors whose names pass, in bytes.
    func byteCount(where isWanted: (String) -> Bool = { _ in true }) -> Int {
        header.entries.reduce(0) { $0 + (isWanted($1.key) ? $1.value.byteCount : 0) }
    }

    /// The tensors whose names pass. F16 and BF16 are widened to F32, which changes no number.
    func tensors(where isWanted: (String) -> Bool = { _ in true }) throws(FileError) -> [String: SavedArray] {
        try file.checkMemory(for: byteCount(where: isWanted))
        var tensors: [String: SavedArray] = [:]
        for (name, entry) in header.entries where isWanted(name) {
            let bytes = try file.bytes(entry.count, at: header.start + entry.range.lowerBound)
            tensors[name] = entry.array(of: bytes)
        }
        return tensors
    }
}

extension SafetensorsHeader.Entry {
    private var isHalf: Bool { type == "F16" || type == "BF16" }

    /// The size of the numbers in memory, in bytes.
    fileprivate var byteCount: Int { isHalf ? 2 * count : count }

    /// The numbers from their bytes in the file.
    fileprivate func array(of bytes: [UInt8]) -> SavedArray {
        switch type {
        case "F16": widened(bytes) { Float(Float16(bitPattern: $0)) }
        case "BF16": widened(bytes) { Float(bitPattern: UInt32($0) << 16) }
        default: SavedArray(kind: SavedArray.Kind(rawValue: type) ?? .float32, shape: shape, bytes: bytes)
        }
    }

    private func widened(_ bytes: [UInt8], _ widen: (UInt16) -> Float) -> SavedArray {
        let wide = unsafe [UInt8](unsafeUninitializedCapacity: 2 * bytes.count) { wide, filled in
            for place in stride(from: 0, to: bytes.count, by: 2) {
                let number = widen(UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
                unsafe UnsafeMutableRawBufferPointer(wide).storeBytes(
                    of: number,
                    toByteOffset: 2 * place,
                    as: Float.self
                )
            }
            filled = 2 * bytes.count
        }
        return SavedArray(kind: .float32, shape: shape, bytes: wide)
    }
}
