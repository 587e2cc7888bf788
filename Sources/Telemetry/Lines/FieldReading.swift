/// Reading of field values: a value of the wrong type is noted under the field's name and skipped.
extension FieldFaults {
    /// A number in any plain spelling; nil for null, an empty text, and a value that is not a number.
    @inline(__always)
    mutating func number(
        _ scanner: inout JSONScanner,
        _ field: @autoclosure () -> String
    ) throws(JSONScanner.Malformed) -> Double? {
        if let number = try scanner.plainNumber() { return number }
        return try oddNumber(&scanner, field())
    }

    private mutating func oddNumber(
        _ scanner: inout JSONScanner,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Double? {
        let mark = scanner.mark()
        if let number = try scanner.looseNumber() { return number }
        if !scanner.isNullOrEmpty(since: mark) { note(field, .notNumber, value: scanner.excerpt(since: mark)) }
        return nil
    }

    /// A number that is not NaN; nil for null, and for any other value.
    mutating func bound(_ scanner: inout JSONScanner, _ field: String) throws(JSONScanner.Malformed) -> Double? {
        let mark = scanner.mark()
        guard let number = try number(&scanner, field) else { return nil }
        if !number.isNaN { return number }
        note(field, .notFinite, value: scanner.excerpt(since: mark))
        return nil
    }

    /// A whole number from 0 to 2⁵³; nil for null, and for any other value.
    mutating func whole(
        _ scanner: inout JSONScanner,
        _ field: @autoclosure () -> String
    ) throws(JSONScanner.Malformed) -> Int? {
        let mark = scanner.mark()
        guard let number = try number(&scanner, field()) else { return nil }
        if let whole = Int(counting: number) { return whole }
        let isWhole = number.isFinite && number == number.rounded()
        note(field(), isWhole ? .outOfRange : .notWhole, value: scanner.excerpt(since: mark))
        return nil
    }

    /// A text; nil for null, and for any other value.
    mutating func text(_ scanner: inout JSONScanner, _ field: String) throws(JSONScanner.Malformed) -> String? {
        let mark = scanner.mark()
        if scanner.peek() == UInt8(ascii: "\"") { return try scanner.text() }
        try scanner.skipValue()
        if !scanner.isNull(since: mark) { note(field, .notText, value: scanner.excerpt(since: mark)) }
        return nil
    }

    /// A number or a word; nil for null, and for any other value.
    mutating func value(
        _ scanner: inout JSONScanner,
        _ field: String
    ) throws(JSONScanner.Malformed) -> SettingValue? {
        if scanner.peek() != UInt8(ascii: "\"") { return try number(&scanner, field).map { .number($0) } }
        let text = try scanner.text()
        // Numbers that are not finite are written as words; a word that looks like any other number is one.
        switch text {
        case "NaN": return .number(.nan)
        case "Infinity": return .number(.infinity)
        case "-Infinity": return .number(-.infinity)
        default: return .word(text)
        }
    }

    /// True or false; nil for any other value.
    mutating func bool(_ scanner: inout JSONScanner, _ field: String) throws(JSONScanner.Malformed) -> Bool? {
        let first = scanner.peek()
        if first == UInt8(ascii: "t") || first == UInt8(ascii: "f") { return try scanner.bool() }
        let mark = scanner.mark()
        try scanner.skipValue()
        note(field, .misshapen, value: scanner.excerpt(since: mark))
        return nil
    }

    /// Reads the elements of a list; any other value is noted.
    mutating func list(
        _ scanner: inout JSONScanner,
        _ field: String,
        _ element: (inout FieldFaults, inout JSONScanner) throws(JSONScanner.Malformed) -> Void
    ) throws(JSONScanner.Malformed) {
        guard try opens(&scanner, "[", field) else { return }
        try scanner.array { scanner throws(JSONScanner.Malformed) in try element(&self, &scanner) }
    }

    /// Reads the members of an object; any other value is noted.
    ///
    /// - Returns: false if the value is not an object.
    @discardableResult
    mutating func object(
        _ scanner: inout JSONScanner,
        _ field: String,
        _ member: (inout FieldFaults, inout JSONScanner, JSONScanner.RawString) throws(JSONScanner.Malformed) -> Void
    ) throws(JSONScanner.Malformed) -> Bool {
        guard try opens(&scanner, "{", field) else { return false }
        try scanner.object { (scanner, name) throws(JSONScanner.Malformed) in try member(&self, &scanner, name) }
        return true
    }

    /// Numbers by name; a null is noted.
    mutating func namedNumbers(
        _ scanner: inout JSONScanner,
        _ field: String,
        _ names: inout NameMemory<Void>
    ) throws(JSONScanner.Malformed) -> [NamedNumber] {
        var numbers: [NamedNumber] = []
        guard try opens(&scanner, "{", field) else { return numbers }
        names.begin()
        while try names.next(&scanner) != nil {
            let mark = scanner.mark()
            if let number = try scanner.looseNumber() {
                numbers.append(NamedNumber(try names.text(scanner), number))
            } else {
                let fault: FieldFault = scanner.isNull(since: mark) ? .null : .notNumber
                note(field, fault, value: "\(names.raw(scanner).excerpt): \(scanner.excerpt(since: mark))")
            }
        }
        return numbers
    }

    /// True if the value begins with a bracket; otherwise it is skipped, and noted unless it is null.
    private mutating func opens(
        _ scanner: inout JSONScanner,
        _ bracket: Unicode.Scalar,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Bool {
        if scanner.peek() == UInt8(ascii: bracket) { return true }
        let mark = scanner.mark()
        try scanner.skipValue()
        if !scanner.isNull(since: mark) { note(field, .misshapen, value: scanner.excerpt(since: mark)) }
        return false
    }
}
