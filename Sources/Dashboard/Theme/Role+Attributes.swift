extension Role {
    /// True for text in the default color of the terminal or theme.
    var isPlainText: Bool { self == .text || self == .strong || self == .prompt }

    /// The attributes in addition to the color.
    public var attributes: Style.Attributes {
        switch self {
        case .strong, .title, .key, .prompt, .marker, .warning, .bad, .removed, .whatIf: .bold
        default: []
        }
    }

    /// The attributes that replace the color on a monochrome terminal.
    var monoAttributes: Style.Attributes {
        switch self {
        case .text, .loss, .gradNorm, .lr, .layer, .gaugeFull, .good: []
        case .heat3, .heat4, .heat5, .run0, .run3, .run4: []
        case .strong, .title, .evaluation, .maxNorm, .key, .prompt, .marker, .cursor: .bold
        case .removed, .heat6, .heat7, .run1, .run5: .bold
        case .clippedNorm, .faint, .frame, .gaugeEmpty, .band, .heat0, .heat1, .heat2, .run2: .dim
        case .pending, .whatIf: .underline
        case .warning: [.bold, .underline]
        case .bad: [.bold, .reverse]
        case .selected: .reverse
        }
    }
}
