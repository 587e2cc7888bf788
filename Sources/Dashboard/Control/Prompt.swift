/// A value being typed on the bottom row.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case setting(String)
        case step
    }

    /// Characters a value may have.
    private static let longest = 32

    var purpose: Purpose
    /// What stands before the value.
    var label: String
    private(set) var text = ""
    /// Why the last Enter was not taken.
    var complaint: String?

    init(_ purpose: Purpose, label: String) {
        self.purpose = purpose
        self.label = label
    }

    /// Takes a key that edits the text; true when it did.
    mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let character) where !character.isNewline && text.count < Self.longest:
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
}
