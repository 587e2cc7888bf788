/// A member of an object of the format: its name, and the property that holds its value.
struct LineField<Object>: Sendable {
    typealias Malformed = JSONScanner.Malformed

    let name: StaticString
    /// True where an object without a value of this member says nothing.
    let isRequired: Bool
    /// Writes the member, unless it is left out.
    let write: @Sendable (inout LineEncoder, Object) -> Void
    /// Reads the value into the object, with faults noted under a name; false where there was none.
    let read: @Sendable (inout JSONScanner, inout FieldFaults, String, inout Object) throws(Malformed) -> Bool

    /// A value that the object always has.
    ///
    /// - Parameter isWritten: nil for always.
    init<Value: LineValue>(
        _ name: StaticString,
        _ path: any WritableKeyPath<Object, Value> & Sendable,
        isRequired: Bool = false,
        isWritten: (@Sendable (Object) -> Bool)? = nil
    ) {
        self.init(name, isRequired: isRequired) { encoder, object in
            guard isWritten?(object) ?? true else { return }
            encoder.member(name)
            object[keyPath: path].write(to: &encoder)
        } read: { (scanner, faults, field, object) throws(Malformed) in
            guard let value = try Value.read(&scanner, &faults, field) else { return false }
            object[keyPath: path] = value
            return true
        }
    }

    /// A value that the object may lack; then the member is left out.
    init<Value: LineValue>(_ name: StaticString, _ path: any WritableKeyPath<Object, Value?> & Sendable) {
        self.init(name) { encoder, object in
            guard let value = object[keyPath: path] else { return }
            encoder.member(name)
            value.write(to: &encoder)
        } read: { (scanner, faults, field, object) throws(Malformed) in
            let value = try Value.read(&scanner, &faults, field)
            object[keyPath: path] = value
            return value != nil
        }
    }

    init(
        _ name: StaticString,
        isRequired: Bool = false,
        write: @escaping @Sendable (inout LineEncoder, Object) -> Void,
        read: @escaping @Sendable (inout JSONScanner, inout FieldFaults, String, inout Object) throws(Malformed) -> Bool
    ) {
        (self.name, self.isRequired, self.write, self.read) = (name, isRequired, write, read)
    }

    /// The member of a part as one of the whole: the wire has no object of its own for the part.
    ///
    /// - Parameter unread: what the members of the part are read into.
    func within<Whole>(
        _ path: any WritableKeyPath<Whole, Object?> & Sendable,
        unread: @escaping @Sendable () -> Object
    ) -> LineField<Whole> {
        LineField<Whole>(name) { [write] encoder, whole in
            if let part = whole[keyPath: path] { write(&encoder, part) }
        } read: { [read] (scanner, faults, field, whole) throws(Malformed) in
            var part = whole[keyPath: path] ?? unread()
            let hasValue = try read(&scanner, &faults, field, &part)
            whole[keyPath: path] = part
            return hasValue
        }
    }
}
