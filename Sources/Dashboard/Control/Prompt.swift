import Telemetry

/// A value being typed on the bottom row.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case setting(String)
        /// What a max_norm would have done, where it cannot be set; and why it cannot.
        case whatIf(reason: String)
        case step
        /// Which charts to show.
        case filter
    }

    /// Characters a value may have.
    private static let longest = 32

    var purpose: Purpose
    private let name: String
    /// The value in force.
    private let current: String?
    private(set) var text = ""
    /// Why the last Enter was refused.
    var complaint: String?

    /// - Parameters:
    ///   - name: what stands before the value.
    ///   - current: the value in force, shown where there is room.
    init(_ purpose: Purpose, name: String, current: String? = nil) {
        self.purpose = purpose
        self.name = name
        self.current = current
    }

    func label(width: Int) -> String {
        guard let current, width >= 60 else { return name }
        return "\(name) (now \(current))"
    }

    /// The setting whose value is typed; nil for a step.
    var setting: String? {
        switch purpose {
        case .setting(let name): name
        case .whatIf: "max_norm"
        case .step, .filter: nil
        }
    }

    /// What keys do, for people.
    var hint: String {
        switch purpose {
        case .step, .filter: "Enter apply  ^U clear  Esc cancel"
        case .setting("max_norm"): "↑ ↓ move  Tab next  Enter apply  ^U clear  Esc cancel"
        case .setting: "↑ ↓ move  Enter apply  ^U clear  Esc cancel"
        case .whatIf: "↑ ↓ move  Tab next  Esc back"
        }
    }

    /// The text without the blanks around it.
    var trimmed: String { String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }

    /// The decimal number typed; nil for anything else, and for one too large for a Double.
    var number: Double? {
        let text = trimmed.lowercased()
        guard let value = Double(text), !text.contains("x") else { return nil }
        return value.isInfinite && !text.contains("inf") ? nil : value
    }

    /// Applies a key that edits the text; true when it did.
    mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let character)
        where !character.isNewline && (text.unicodeScalars.count + character.unicodeScalars.count) <= Self.longest:
            text.append(character)
        case .backspace, .control("h"):
            if !text.isEmpty { text.removeLast() }
        case .control("u"):
            text = ""
        default:
            return false
        }
        complaint = nil
        return true
    }

    /// Puts another text in the place of what was typed.
    mutating func replace(with text: String) {
        self.text = text
        complaint = nil
    }

    /// Inserts the printable characters of a pasted text's first line that is not blank. Enter is left to the operator.
    mutating func insert(pasted pastedText: String) {
        let lines = pastedText.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        for character in line where !character.unicodeScalars.contains(where: \.isUnprintable) {
            _ = edit(.character(character))
        }
    }
}
