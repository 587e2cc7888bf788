/// The meaning of a cell, which the theme maps to a color.
public enum Role: UInt8, CaseIterable, Sendable {
    case text, faint, strong, frame, title
    case loss, evaluation, gradNorm, clippedNorm, maxNorm, lr, layer
    case marker, pending, good, warning, bad
    case key, gaugeFull, gaugeEmpty, prompt, selected
    /// Raw data behind its smoothed line.
    case band
    /// A value that is being tried.
    case whatIf
    /// The cursor on charts.
    case cursor
    /// The share removed by clipping.
    case removed
    /// Cold to hot; see `heat`.
    case heat0, heat1, heat2, heat3, heat4, heat5, heat6, heat7
    /// Runs that are compared; see `runs`.
    case run0, run1, run2, run3, run4, run5

    /// The colors of a heat strip, cold to hot.
    public static let heat: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6, .heat7]
    /// The colors of the run in focus and of the compared runs, in the order of use: colors that charts also use come last.
    public static let runs: [Role] = [.run0, .run2, .run4, .run3, .run5, .run1]
}
