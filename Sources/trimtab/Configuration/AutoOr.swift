public import ArgumentParser
import Dashboard

/// A word that is chosen, or `auto`, which leaves the choice to the terminal.
struct AutoOr<Value: RawRepresentable & CaseIterable & Equatable & Sendable>: ExpressibleByArgument, Equatable, Sendable
where Value.RawValue == String {
    /// Nil for `auto`.
    var value: Value?

    init(_ value: Value?) { self.value = value }

    init?(argument: String) {
        guard Self.words.contains(argument) else { return nil }
        value = Value(rawValue: argument)
    }

    var word: String { value?.rawValue ?? "auto" }

    static var words: [String] { ["auto"] + Value.allCases.map(\.rawValue) }
    static var allValueStrings: [String] { words }
}

extension ThemeName: ExpressibleByArgument {}
extension GlyphSet: ExpressibleByArgument {}
