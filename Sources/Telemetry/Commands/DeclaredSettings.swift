/// The settings of a run, each declared once: its name, the values allowed, and the property that holds the value. The
/// trainer reads the properties directly.
public protocol DeclaredSettings: Sendable {
    /// In the order in which the run declares them.
    var fields: [SettingField<Self>] { get }
}

extension DeclaredSettings {
    /// The declarations for the run's first line, with the current values.
    public var declared: [Setting] { fields.map { $0.setting(in: self) } }

    /// Changes a setting.
    ///
    /// - Returns: the previous value.
    /// - Throws: for an unknown name and for a value that is not allowed; then nothing has changed.
    @discardableResult
    public mutating func set(_ name: String, to value: SettingValue) throws(SettingError) -> SettingValue {
        let declared = declared
        let index = try declared.index(of: name, accepting: value)
        fields[index].write(&self, value)
        return declared[index].value
    }
}

/// One of the settings of a run.
public struct SettingField<Settings: DeclaredSettings>: Sendable {
    /// The declaration; its value is a placeholder.
    package let declaration: Setting
    fileprivate let read: @Sendable (Settings) -> SettingValue
    fileprivate let write: @Sendable (inout Settings, SettingValue) -> Void

    /// A setting that is a number.
    ///
    /// - Parameters:
    ///   - name: the name in lines.
    ///   - path: the property that holds the value.
    ///   - range: the numbers that are accepted.
    ///   - help: its effect, in a sentence.
    public static func number(
        _ name: String,
        _ path: any WritableKeyPath<Settings, Double> & Sendable,
        range: NumberRange,
        help: String
    ) -> SettingField {
        SettingField(
            declaration: Setting(name: name, value: .number(0), range: range, help: help),
            read: { .number($0[keyPath: path]) },
            write: { settings, value in
                if case .number(let number) = value { settings[keyPath: path] = number }
            }
        )
    }

    /// A setting that is one of a few words.
    ///
    /// - Parameters:
    ///   - name: the name in lines.
    ///   - path: the property that holds the value.
    ///   - help: its effect, in a sentence.
    public static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String,
        _ path: any WritableKeyPath<Settings, Word> & Sendable,
        help: String
    ) -> SettingField {
        let choices = Word.allCases.map(\.rawValue)
        return SettingField(
            declaration: Setting(name: name, value: .word(""), choices: choices, help: help),
            read: { .word($0[keyPath: path].rawValue) },
            write: { settings, value in
                if case .word(let text) = value, let word = Word(rawValue: text) { settings[keyPath: path] = word }
            }
        )
    }

    fileprivate func setting(in settings: Settings) -> Setting {
        var setting = declaration
        setting.value = read(settings)
        return setting
    }
}
