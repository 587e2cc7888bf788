/// A value that an operator may change during the run, with the values allowed.
public struct Setting: Equatable, Sendable {
    public var name: String
    public var value: SettingValue
    /// The numbers allowed, for a setting that is a number.
    public var range: NumberRange
    /// The words allowed, for a setting that is a word; empty for any word.
    public var choices: [String]
    /// Its effect in a sentence; nil where the source does not say.
    public var help: String?

    public init(
        name: String,
        value: SettingValue,
        range: NumberRange = .any,
        choices: [String] = [],
        help: String? = nil
    ) {
        (self.name, self.value, self.range, self.choices, self.help) = (name, value, range, choices, help)
    }

    /// Why a value is not accepted; nil when it is.
    public func refusal(of value: SettingValue) -> String? {
        switch (self.value, value) {
        case (.number, .number(let number)): range.refusal(of: number).map { "\(name) \($0)" }
        case (.word, .word(let word)):
            choices.isEmpty || choices.contains(word) ? nil : "\(name) must be \(alternatives) (got \(word))"
        case (.number, .word(let word)): "\(name) must be a number (got \(word))"
        case (.word, .number(let number)): "\(name) must be \(alternatives) (got \(shortest(number)))"
        }
    }

    private var alternatives: String { choices.isEmpty ? "a word" : "one of \(choices.joined(separator: ", "))" }
}

extension [Setting] {
    /// Where the setting of a name is, which a value is meant for.
    ///
    /// - Throws: for a name that is not there, and for a value that is not allowed.
    public func place(of name: String, accepting value: SettingValue) throws(SettingError) -> Int {
        guard let place = firstIndex(where: { $0.name == name }) else {
            throw SettingError("there is no setting \(name) (known: \(map(\.name).joined(separator: ", ")))")
        }
        if let reason = self[place].refusal(of: value) { throw SettingError(reason) }
        return place
    }
}
