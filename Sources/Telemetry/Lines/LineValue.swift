/// A type of values that members of objects of the format have.
protocol LineValue: SendableMetatype {
    /// Reads the next value. A value of another type is noted under the name of a field and skipped.
    ///
    /// - Returns: nil for null and for a value of another type.
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Self?

    func write(to encoder: inout LineEncoder)
}

extension Int: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Int? { try faults.whole(&scanner, field) }

    func write(to encoder: inout LineEncoder) { encoder.raw(self) }
}

extension Double: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Double? { try faults.number(&scanner, field) }

    func write(to encoder: inout LineEncoder) { encoder.number(self) }
}

extension String: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> String? { try faults.text(&scanner, field) }

    func write(to encoder: inout LineEncoder) { encoder.string(self) }
}

extension Bool: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Bool? { try faults.bool(&scanner, field) }

    func write(to encoder: inout LineEncoder) { encoder.raw(self ? "true" : "false") }
}

extension SettingValue: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> SettingValue? { try faults.value(&scanner, field) }

    func write(to encoder: inout LineEncoder) {
        switch self {
        case .number(let number): encoder.number(number)
        case .word(let word): encoder.string(word)
        }
    }
}

/// A list. Elements that cannot be read are left out.
extension Array: LineValue where Element: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> [Element]? {
        var elements: [Element] = []
        try faults.list(&scanner, field) { (faults, scanner) throws(JSONScanner.Malformed) in
            if let element = try Element.read(&scanner, &faults, field) { elements.append(element) }
        }
        return elements
    }

    func write(to encoder: inout LineEncoder) { encoder.list(self) { encoder, element in element.write(to: &encoder) } }
}

/// One of a set of words. An unknown word, as of a later version, is nil and not a fault.
protocol LineWord: LineValue, RawRepresentable<String> {}

extension LineWord {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Self? { try faults.text(&scanner, field).flatMap { Self(rawValue: $0) } }

    func write(to encoder: inout LineEncoder) { encoder.string(rawValue) }
}
