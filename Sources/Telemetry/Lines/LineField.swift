/// A member of an object of the format: its name, and the property that holds its value.
struct LineField<Object>: Sendable {
    typealias Malformed = JSONScanner.Malformed

    let name: StaticString
    /// True if an object without this member is invalid.
    let isRequired: Bool
    /// Writes the member, unless it is left out.
    let write: @Sendable (inout LineEncoder, Object) -> Void
    /// Reads the value into the object, noting faults under a name; false if there was no valid value.
    let read: @Sendable (inout JSONScanner, inout FieldFaults, String, inout Object) throws(Malformed) -> Bool

    /// A member with a value in every object.
    ///
    /// - Parameter isWritten: false omits the member; nil always writes it.
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

    /// An optional member, omitted if the value is nil.
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

    /// The member of a part as a member of the whole: the format has no object of its own for the part.
    ///
    /// - Parameter unread: makes the part that members are read into.
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
