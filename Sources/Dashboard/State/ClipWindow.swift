/// Which steps the figures about clipping are of.
public enum ClipWindow: String, CaseIterable, Sendable {
    /// Since clip or max_norm changed last.
    case sinceChange = "since change"
    case last200 = "200"
    case last1000 = "1000"
    case wholeRun = "all"

    /// Most steps it holds, the latest; nil for no bound.
    var length: Int? {
        switch self {
        case .last200: 200
        case .last1000: 1000
        case .sinceChange, .wholeRun: nil
        }
    }
}
