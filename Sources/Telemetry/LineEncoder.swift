/// Writes events and commands as JSON Lines: one object a line, compact, keys in the documented order.
///
/// A number is the shortest decimal that reads back as the same Double; NaN and the infinities are the strings
/// "NaN", "Infinity" and "-Infinity" (the proto3 JSON mapping). Absent values are left out.
public struct LineEncoder {
    /// The lines so far, each ended by a newline.
    public internal(set) var bytes: [UInt8] = []

    public init() {}

    /// Forgets the lines but keeps the room they took.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    public mutating func append(_ event: Event) {
        open("event")
        switch event {
        case .run(let run): append(run)
        case .step(let record): append(record)
        case .applied(let applied): append(applied)
        case .rejected(let rejected): append(rejected)
        case .evaluation(let evaluation): append(evaluation)
        case .checkpoint(let report): append(report)
        case .snapshot(let report): append(report)
        case .warning(let warning): append(warning)
        case .alarm(let report): append(report)
        case .live(let step):
            string("live")
            member("step", step)
        case .gap(let steps):
            string("gap")
            member("steps", steps)
        case .end(let end): append(end)
        }
        raw("}\n")
    }

    public mutating func append(_ command: Command) {
        raw("{\"command\":{\"id\":")
        raw(command.id)
        member("request")
        append(command.request)
        member("by", command.by)
        member("session", command.session)
        raw("}}\n")
    }

    // MARK: Members

    mutating func open(_ name: StaticString) {
        raw("{\"")
        raw(name)
        raw("\":")
    }

    mutating func member(_ name: StaticString) {
        raw(",\"")
        raw(name)
        raw("\":")
    }

    mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        member(name)
        raw(value)
    }

    mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        member(name)
        number(value)
    }

    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        member(name)
        string(value)
    }

    mutating func member(_ name: StaticString, _ value: SettingValue) {
        member(name)
        switch value {
        case .number(let number): self.number(number)
        case .word(let word): string(word)
        }
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
