import Telemetry

/// A value being typed on the bottom row.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case setting(String)
        /// Explore a max_norm that cannot be set, for the given reason.
        case whatIf(reason: String)
        case step
        /// The words of the chart filter.
        case filter
    }

    /// The most characters of a value.
    private static let longest = 32

    var purpose: Purpose
    private let name: String
    /// The current value.
    private let current: String?
    private(set) var text = ""
    /// The reason why the last Enter was refused; nil if it was not.
    var complaint: String?

    /// - Parameters:
    ///   - name: the label before the value.
    ///   - current: the current value, shown if there is room.
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

    /// The keys and their meanings, for the screen.
    var hint: String {
        switch purpose {
        case .step, .filter: "Enter apply  ^U clear  Esc cancel"
        case .setting("max_norm"): "↑ ↓ move  Tab next  Enter apply  ^U clear  Esc cancel"
        case .setting: "↑ ↓ move  Enter apply  ^U clear  Esc cancel"
        case .whatIf: "↑ ↓ move  Tab next  Esc back"
        }
    }

    /// The text without surrounding blanks.
    var trimmed: String { String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }

    /// The decimal number typed; nil for any other text and for a number too large for a Double.
    var number: Double? {
        let text = trimmed.lowercased()
        guard let value = Double(text), !text.contains("x") else { return nil }
        return value.isInfinite && !text.contains("inf") ? nil : value
    }

    /// Applies a key that edits the text; false for any other key.
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

    /// Replaces the text.
    mutating func replace(with text: String) {
        self.text = text
        complaint = nil
    }

    /// Inserts the printable characters of the first non-blank line of a pasted text. It does not press Enter.
    mutating func insert(pasted pastedText: String) {
        let lines = pastedText.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        for character in line where !character.unicodeScalars.contains(where: \.isUnprintable) {
            _ = edit(.character(character))
        }
    }
}
