/// Writes events and commands as JSON Lines: one object a line, compact, keys in the documented order.
///
/// A number is the shortest decimal that reads back as the same Double; NaN and the infinities are the strings
/// "NaN", "Infinity" and "-Infinity" (the proto3 JSON mapping). Absent values are left out.
public struct LineEncoder {
    /// The lines so far, each ended by a newline.
    public internal(set) var bytes: [UInt8] = []

    public init() {}

    /// Removes the lines but keeps the storage.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends an event as one line.
    public mutating func append(_ event: Event) {
        raw("{\"event\":")
        switch event {
        case .run(let run): append("run", run)
        case .step(let record): append(record)
        case .applied(let applied): append("applied", applied)
        case .rejected(let rejected): append("rejected", rejected)
        case .evaluation(let evaluation): append("evaluation", evaluation)
        case .checkpoint(let report): append("checkpoint", report)
        case .snapshot(let report): append("snapshot", report)
        case .warning(let warning): append("warning", warning)
        case .alarm(let report): append("alarm", report)
        case .live(let step):
            string("live")
            member("step", step)
        case .gap(let steps):
            string("gap")
            member("steps", steps)
        case .end(let end): append("end", end)
        }
        raw("}\n")
    }

    /// Appends a command as one line.
    public mutating func append(_ command: Command) {
        raw("{\"command\":")
        command.write(to: &self)
        raw("}\n")
    }

    private mutating func append(_ name: String, _ object: some LineObject) {
        string(name)
        members(of: object)
    }

    // MARK: Members

    mutating func members<Object: LineObject>(of object: Object) {
        for field in Object.fields { field.write(&self, object) }
    }

    /// Writes the comma, name and colon before the value of a member.
    mutating func member(_ name: StaticString) {
        raw(bytes.last == UInt8(ascii: "{") ? "\"" : ",\"")
        raw(name)
        raw("\":")
    }

    mutating func member(_ name: StaticString, _ value: (some LineValue)?) {
        guard let value else { return }
        member(name)
        value.write(to: &self)
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout LineEncoder, Element) -> Void) {
        raw("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { raw(",") }
            write(&self, element)
        }
        raw("]")
    }

    // MARK: Values

    mutating func number(_ value: Double) {
        guard value.isFinite else { return string(shortest(value)) }
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53, !(whole == 0 && value.sign == .minus) {
            return raw(whole)
        }
        bytes.append(contentsOf: value.description.utf8)
    }

    mutating func string(_ text: String) { bytes.append(json: text) }

    mutating func raw(_ value: Int) {
        bytes.append(contentsOf: value.description.utf8)
    }

    mutating func raw(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
