/// A setting that an operator may change during the run.
public struct Setting: Equatable, Sendable {
    public var name: String
    /// The current value, which also determines whether it is a number or a word.
    public var value: SettingValue
    /// The numbers allowed, if it is a number.
    public var range: NumberRange
    /// The words allowed, if it is a word; empty for any word.
    public var choices: [String]
    /// Its effect in a sentence; nil if the source does not say.
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

    /// The reason why a value is refused; nil if it is allowed.
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
    /// The index of a setting that accepts a value.
    ///
    /// - Throws: for an unknown name and for a value that is not allowed.
    public func index(of name: String, accepting value: SettingValue) throws(SettingError) -> Int {
        guard let index = firstIndex(where: { $0.name == name }) else {
            throw SettingError("there is no setting \(name) (known: \(map(\.name).joined(separator: ", ")))")
        }
        if let reason = self[index].refusal(of: value) { throw SettingError(reason) }
        return index
    }
}
