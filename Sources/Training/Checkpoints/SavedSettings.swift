import Telemetry

/// The settings of a checkpoint: numbers are tensors of its state, words are texts.
enum SavedSettings {
    /// Those that files of all builds have.
    private static let required: Set = ["max_norm", "clip"]

    /// Reads and checks them.
    ///
    /// - Parameters:
    ///   - state: the tensors, from which those of settings are removed.
    ///   - words: the texts, by setting.
    static func read(
        _ state: inout SavedState,
        words: [String: String]
    ) throws(StateError) -> [String: SettingValue] {
        var settings: [String: SettingValue] = [:]
        for declared in TrainerSettings.savedDeclarations {
            let name = declared.name
            let value: SettingValue? =
                switch declared.value {
                case .number: state[name]?.numbers?.first.map { .number($0) }
                case .word: words[name].map { .word($0) }
                }
            state[name] = nil
            guard let value else {
                guard !required.contains(name) else { throw StateError("trimtab.\(name) is missing") }
                continue
            }
            if let refusal = declared.refusal(of: value) { throw StateError(refusal) }
            settings[name] = value
        }
        return settings
    }
}
