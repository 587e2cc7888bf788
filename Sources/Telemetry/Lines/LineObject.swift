/// An object of the format, declared once by its members: the encoder writes them in this order, the decoder reads any order.
///
/// Steps have faster code of their own (`LineEncoder+Step.swift`, `LineDecoder+Step.swift`): nearly every line is one.
protocol LineObject: LineValue {
    static var fields: [LineField<Self>] { get }
    /// The object before any member is read.
    static var unread: Self { get }

    /// Derives missing values from other members once all are read.
    ///
    /// - Returns: false if the object is invalid.
    mutating func complete() -> Bool
}

extension LineObject {
    mutating func complete() -> Bool { true }

    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Self? {
        let mark = scanner.mark()
        var reading = LineReading<Self>()
        let isObject = try faults.object(&scanner, field) { (faults, scanner, name) throws(JSONScanner.Malformed) in
            try reading.member(name, &scanner, &faults, field)
        }
        if let object = reading.object { return object }
        if isObject { faults.note(field, .misshapen, value: scanner.excerpt(since: mark)) }
        return nil
    }

    func write(to encoder: inout LineEncoder) {
        encoder.raw("{")
        encoder.members(of: self)
        encoder.raw("}")
    }
}

/// Reads one object member by member.
struct LineReading<Object: LineObject> {
    private var read = Object.unread
    /// A bit for each field that has a value.
    private var found: UInt64 = 0

    /// Reads the value of a member; an unknown member is skipped.
    ///
    /// - Parameter field: the name under which faults are noted; nil for the member's own.
    mutating func member(
        _ name: JSONScanner.RawString,
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String? = nil
    ) throws(JSONScanner.Malformed) {
        guard let index = Object.fields.firstIndex(where: { $0.name ~= name }) else {
            return try scanner.skipValue()
        }
        let member = Object.fields[index]
        let hasValue = try member.read(&scanner, &faults, field ?? "\(member.name)", &read)
        found = hasValue ? found | 1 << index : found & ~(1 << index)
    }

    /// The object; nil if a required member is missing or it is invalid.
    var object: Object? {
        let isComplete = Object.fields.enumerated().allSatisfy { !$1.isRequired || found & 1 << $0 != 0 }
        var object = read
        return isComplete && object.complete() ? object : nil
    }
}
