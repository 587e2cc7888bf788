/// The choice of one of a setting's words: the run hears of the one that is chosen, and of none that was passed by.
struct ChoiceMenu: Equatable, Sendable {
    let setting: String
    let choices: [String]
    private(set) var place: Int

    /// Nil for a setting without words to choose from.
    ///
    /// - Parameter current: chosen at first.
    init?(setting: String, choices: [String], current: String) {
        guard !choices.isEmpty else { return nil }
        self.setting = setting
        self.choices = choices
        place = choices.firstIndex(of: current) ?? 0
    }

    var chosen: String { choices[place] }

    /// Moves the choice: to a neighbor, or to the next word with a letter; true when the key does that.
    mutating func move(_ key: Key) -> Bool {
        switch key {
        case .up, .left, .backTab: place = (place + choices.count - 1) % choices.count
        case .down, .right, .tab: place = (place + 1) % choices.count
        case .character(let letter):
            let order = (1...choices.count).map { (place + $0) % choices.count }
            guard let next = order.first(where: { choices[$0].first == letter }) else { return false }
            place = next
        default: return false
        }
        return true
    }
}
