import Telemetry

/// Numbers of one kind with a shape, as plain bytes: a tensor in a file.
///
/// Bytes are little-endian in row-major order; two arrays are equal when every bit is, NaN included.
public struct SavedArray: Equatable, Sendable {
    /// The supported kinds of number, named as in a safetensors file.
    public enum Kind: String, CaseIterable, Sendable {
        case float32 = "F32"
        case float64 = "F64"
        case int64 = "I64"

        /// The size of one number in bytes.
        public var size: Int { self == .float32 ? 4 : 8 }
    }

    /// The kind of the numbers.
    public let kind: Kind
    /// The length of each axis; empty for a single number.
    public let shape: [Int]
    /// The numbers, little-endian in row-major order.
    public let bytes: [UInt8]

    /// The number of elements.
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

    /// One integer.
    public static func integer(_ value: Int) -> SavedArray { integers([value], shape: []) }

    /// A vector of integers, or another shape of them.
    public static func integers(_ values: [Int], shape: [Int]? = nil) -> SavedArray {
        unsafe SavedArray(kind: .int64, shape: shape ?? [values.count], bytes: values.withUnsafeBytes(Array.init))
    }

    /// One number.
    public static func number(_ value: Double) -> SavedArray { numbers([value], shape: []) }

    /// A vector of numbers, or another shape of them.
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

    /// The integers; nil for another kind.
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

    /// Copies the numbers into a storage of the same count and kind.
    func fill<Element: Scalar>(_ storage: Storage<Element>) {
        require(kind == Element.savedKind && count == storage.count, "SavedArray: the storage is another one")
        unsafe bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(storage.pointer).copyMemory(from: base, byteCount: source.count)
        }
    }
}

extension Scalar {
    /// The kind of number that stores this type exactly.
    static var savedKind: SavedArray.Kind { MemoryLayout<Self>.size == 4 ? .float32 : .float64 }
}

extension SavedArray? {
    /// The array, which must exist and have this kind and, unless nil, this shape; the name is for errors.
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

    /// The integer of an array, which must exist and be within a range: every count from a file is read here. The name is
    /// for errors.
    func integer(_ name: String, in range: ClosedRange<Int> = 0...Int.largestCount) throws(StateError) -> Int {
        let number = try required(name, .int64, shape: []).integers?.first ?? 0
        guard range.contains(number) else {
            throw StateError("\(name) is \(number), and must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
