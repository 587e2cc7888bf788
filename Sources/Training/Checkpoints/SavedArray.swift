import Telemetry

/// Numbers of one kind with a shape, as plain bytes: what a file holds of a tensor.
///
/// Bytes are little-endian in row-major order, so that two arrays are equal when every bit is, NaN included.
public struct SavedArray: Equatable, Sendable {
    /// The kinds of number that are written, named as in a safetensors file.
    public enum Kind: String, CaseIterable, Sendable {
        case float32 = "F32"
        case float64 = "F64"
        case int64 = "I64"

        /// Bytes of one number.
        public var size: Int { self == .float32 ? 4 : 8 }
    }

    public let kind: Kind
    /// The length of each axis; empty for a single number.
    public let shape: [Int]
    public let bytes: [UInt8]

    /// How many numbers there are.
    public var count: Int { bytes.count / kind.size }

    /// - Parameters:
    ///   - kind: of its numbers.
    ///   - shape: [] for a single number.
    ///   - bytes: as many as the shape has numbers, times the size of one.
    public init(kind: Kind, shape: [Int], bytes: [UInt8]) {
        require(shape.reduce(kind.size, *) == bytes.count, "SavedArray: the bytes do not fill the shape")
        self.kind = kind
        self.shape = shape
        self.bytes = bytes
    }

    /// One whole number.
    public static func integer(_ value: Int) -> SavedArray { integers([value], shape: []) }

    /// Whole numbers in a row, or in another shape.
    public static func integers(_ values: [Int], shape: [Int]? = nil) -> SavedArray {
        unsafe SavedArray(kind: .int64, shape: shape ?? [values.count], bytes: values.withUnsafeBytes(Array.init))
    }

    /// One number.
    public static func number(_ value: Double) -> SavedArray { numbers([value], shape: []) }

    /// Numbers in a row, or in another shape.
    public static func numbers(_ values: [Double], shape: [Int]? = nil) -> SavedArray {
        unsafe SavedArray(kind: .float64, shape: shape ?? [values.count], bytes: values.withUnsafeBytes(Array.init))
    }

    /// A tensor's numbers, copied.
    public static func tensor<Element: Scalar>(_ tensor: Tensor<Element>) -> SavedArray {
        storage(tensor.storage, shape: tensor.shape)
    }

    static func storage<Element: Scalar>(_ storage: Storage<Element>, shape: [Int]? = nil) -> SavedArray {
        let bytes = unsafe Array(
            UnsafeRawBufferPointer(start: storage.read, count: storage.count * MemoryLayout<Element>.size)
        )
        return SavedArray(kind: Element.savedKind, shape: shape ?? [storage.count], bytes: bytes)
    }

    /// The whole numbers; nil for another kind.
    public var integers: [Int]? { kind == .int64 ? loaded() : nil }

    /// The numbers; nil for another kind.
    public var numbers: [Double]? { kind == .float64 ? loaded() : nil }

    /// The numbers in another precision, each rounded to the nearest.
    func elements<Element: Scalar>() -> [Element] {
        switch kind {
        case Element.savedKind: loaded()
        case .float32: (loaded() as [Float]).map { Element($0) }
        case .float64: (loaded() as [Double]).map { Element($0) }
        case .int64: (loaded() as [Int]).map { Element($0) }
        }
    }

    private func loaded<Value: BitwiseCopyable>() -> [Value] {
        unsafe bytes.withUnsafeBytes { bytes in
            (0..<count).map { unsafe bytes.loadUnaligned(fromByteOffset: $0 * kind.size, as: Value.self) }
        }
    }

    /// Puts the numbers in place of a storage's; its count and kind must be the array's.
    func fill<Element: Scalar>(_ storage: Storage<Element>) {
        require(kind == Element.savedKind && count == storage.count, "SavedArray: the storage is another one")
        unsafe bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(storage.pointer).copyMemory(from: base, byteCount: source.count)
        }
    }
}

extension Scalar {
    /// The kind of number that holds this type bit by bit.
    static var savedKind: SavedArray.Kind { MemoryLayout<Self>.size == 4 ? .float32 : .float64 }
}

extension SavedArray? {
    /// The array, which must be there and of this kind and, unless nil, shape; the name is for errors.
    func required(_ name: String, _ kind: SavedArray.Kind, shape: [Int]? = nil) throws(StateError) -> SavedArray {
        guard let array = self else { throw StateError("\(name) is missing") }
        guard array.kind == kind else {
            throw StateError("\(name) holds \(array.kind.rawValue), \(kind.rawValue) is expected")
        }
        if let shape, array.shape != shape {
            throw StateError("\(name) has shape \(array.shape), \(shape) is expected")
        }
        return array
    }

    /// The whole number of an array, which must be there and from a range: the one place where a count that comes from a
    /// file is read. The name is for errors.
    func integer(_ name: String, in range: ClosedRange<Int> = 0...Int.largestCount) throws(StateError) -> Int {
        let number = try required(name, .int64, shape: []).integers?.first ?? 0
        guard range.contains(number) else {
            throw StateError("\(name) is \(number), and must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
