/// The settings of a run, each declared once: its name, what it may be changed to, and where its value is kept. Whoever
/// computes reads the values as they are, without a name.
public protocol DeclaredSettings: Sendable {
    /// In the order in which the run declares them.
    var fields: [SettingField<Self>] { get }
}

extension DeclaredSettings {
    /// What the run declares of them, with the values in force.
    public var declared: [Setting] { fields.map { $0.setting(in: self) } }

    /// Changes one.
    ///
    /// - Returns: its value until now.
    /// - Throws: for a name that is none of theirs, and for a value that is not allowed; then nothing has changed.
    @discardableResult
    public mutating func set(_ name: String, to value: SettingValue) throws(SettingError) -> SettingValue {
        let declared = declared
        let place = try declared.place(of: name, accepting: value)
        fields[place].write(&self, value)
        return declared[place].value
    }
}

/// One of the settings of a run.
public struct SettingField<Settings: DeclaredSettings>: Sendable {
    /// The declaration, whose value is that of no run.
    package let declaration: Setting
    fileprivate let read: @Sendable (Settings) -> SettingValue
    fileprivate let write: @Sendable (inout Settings, SettingValue) -> Void

    /// A number.
    ///
    /// - Parameters:
    ///   - name: the name in lines.
    ///   - place: where it is kept.
    ///   - range: the numbers that are accepted.
    ///   - help: what it does, in a sentence.
    public static func number(
        _ name: String,
        _ place: any WritableKeyPath<Settings, Double> & Sendable,
        range: NumberRange,
        help: String
    ) -> SettingField {
        SettingField(
            declaration: Setting(name: name, value: .number(0), range: range, help: help),
            read: { .number($0[keyPath: place]) },
            write: { settings, value in
                if case .number(let number) = value { settings[keyPath: place] = number }
            }
        )
    }

    /// One of a few words.
    ///
    /// - Parameters:
    ///   - name: the name in lines.
    ///   - place: where it is kept.
    ///   - help: what it does, in a sentence.
    public static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String,
        _ place: any WritableKeyPath<Settings, Word> & Sendable,
        help: String
    ) -> SettingField {
        let choices = Word.allCases.map(\.rawValue)
        return SettingField(
            declaration: Setting(name: name, value: .word(""), choices: choices, help: help),
            read: { .word($0[keyPath: place].rawValue) },
            write: { settings, value in
                if case .word(let text) = value, let word = Word(rawValue: text) { settings[keyPath: place] = word }
            }
        )
    }

    fileprivate func setting(in settings: Settings) -> Setting {
        var setting = declaration
        setting.value = read(settings)
        return setting
    }
}
