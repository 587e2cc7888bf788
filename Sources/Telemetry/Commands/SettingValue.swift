/// A number or a word.
public enum SettingValue: Equatable, Sendable {
    case number(Double)
    case word(String)

    public static func == (left: SettingValue, right: SettingValue) -> Bool {
        switch (left, right) {
        case (.number(let one), .number(let other)): sameNumber(one, other)
        case (.word(let one), .word(let other)): one == other
        default: false
        }
    }
}
