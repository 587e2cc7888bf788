/// The choice of one of a setting's words. Only the chosen word is sent to the run.
struct ChoiceMenu: Equatable, Sendable {
    let setting: String
    let choices: [String]
    private(set) var index: Int

    /// Nil for a setting without choices.
    ///
    /// - Parameter current: the word selected at first.
    init?(setting: String, choices: [String], current: String) {
        guard !choices.isEmpty else { return nil }
        self.setting = setting
        self.choices = choices
        index = choices.firstIndex(of: current) ?? 0
    }

    var chosen: String { choices[index] }

    /// Moves the selection to a neighbor, or to the next word that begins with a letter; false for any other key.
    mutating func move(_ key: Key) -> Bool {
        switch key {
        case .up, .left, .backTab: index = (index + choices.count - 1) % choices.count
        case .down, .right, .tab: index = (index + 1) % choices.count
        case .character(let letter):
            let order = (1...choices.count).map { (index + $0) % choices.count }
            guard let next = order.first(where: { choices[$0].first == letter }) else { return false }
            index = next
        default: return false
        }
        return true
    }
}
