public import Telemetry

/// The state of a `Resumable` value, as named arrays: `["epoch": .integer(3), "base": .number(0.1)]`.
///
/// Parts have prefixed names: "generator.words" is "words" of the part "generator".
/// States are equal when they hold the same names and every bit is the same.
public struct SavedState: Sendable, ExpressibleByDictionaryLiteral {
    /// The arrays by name.
    public private(set) var arrays: [String: SavedArray]
    /// The prefix of this part in a larger state, for errors; "" at the top.
    private var path = ""

    public init(_ arrays: [String: SavedArray] = [:]) { self.arrays = arrays }

    public init(dictionaryLiteral arrays: (String, SavedArray)...) {
        self.init(Dictionary(uniqueKeysWithValues: arrays))
    }

    /// The size of all numbers in bytes.
    public var byteCount: Int { arrays.values.reduce(0) { $0 + $1.bytes.count } }

    /// The array of a name, if any.
    public subscript(name: String) -> SavedArray? {
        get { arrays[name] }
        set { arrays[name] = newValue }
    }

    /// The state of a part; empty if absent.
    public subscript(part name: String) -> SavedState {
        get {
            let start = name + "."
            var part = SavedState()
            part.path = path + start
            for (name, array) in arrays where name.hasPrefix(start) {
                part.arrays[String(name.dropFirst(start.count))] = array
            }
            return part
        }
        set {
            arrays = arrays.filter { !$0.key.hasPrefix(name + ".") }
            for (inner, array) in newValue.arrays { arrays["\(name).\(inner)"] = array }
        }
    }
}

extension SavedState: Equatable {
    public static func == (left: SavedState, right: SavedState) -> Bool { left.arrays == right.arrays }
}

// MARK: - Reading

extension SavedState {
    /// The array of a name, which must be of this kind.
    public func array(_ name: String, _ kind: SavedArray.Kind) throws(StateError) -> SavedArray {
        try arrays[name].required(path + name, kind)
    }

    /// The array of a name, which must be of this kind and shape.
    public func array(_ name: String, _ kind: SavedArray.Kind, shape: [Int]) throws(StateError) -> SavedArray {
        try arrays[name].required(path + name, kind, shape: shape)
    }

    /// The integer of a name, within a range: by default a count, from 0 to 2⁵³.
    public func integer(
        _ name: String,
        in range: ClosedRange<Int> = 0...Int.largestCount
    ) throws(StateError) -> Int {
        try arrays[name].integer(path + name, in: range)
    }

    /// The 64-bit integers of a name; `count` of them unless nil.
    public func integers(_ name: String, count: Int? = nil) throws(StateError) -> [Int] {
        let array = if let count { try array(name, .int64, shape: [count]) } else { try array(name, .int64) }
        return array.integers ?? []
    }

    /// The number of a name.
    public func number(_ name: String) throws(StateError) -> Double {
        try array(name, .float64, shape: []).numbers?.first ?? 0
    }

    /// The numbers of a name; `count` of them unless nil.
    public func numbers(_ name: String, count: Int? = nil) throws(StateError) -> [Double] {
        let array = if let count { try array(name, .float64, shape: [count]) } else { try array(name, .float64) }
        return array.numbers ?? []
    }

    /// A new storage of the numbers of a name, which must be of this shape.
    func storage<Element: Scalar>(_ name: String, shape: [Int]) throws(StateError) -> Storage<Element> {
        let array = try array(name, Element.savedKind, shape: shape)
        let storage = Storage<Element>(count: array.count)
        array.fill(storage)
        return storage
    }

    /// The same, or nil if the name is absent.
    func storageIfAny<Element: Scalar>(_ name: String, shape: [Int]) throws(StateError) -> Storage<Element>? {
        arrays[name] == nil ? nil : try storage(name, shape: shape)
    }

    /// A name with its prefix, for errors.
    func path(of name: String) -> String { path + name }

    /// An error about a name, with its prefix.
    func error(_ name: String, _ problem: String) -> StateError { StateError("\(path(of: name)) \(problem)") }
}
