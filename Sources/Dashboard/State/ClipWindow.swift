/// The steps that the figures about clipping are computed from.
public enum ClipWindow: String, CaseIterable, Sendable {
    /// The steps since the last change of clip or max_norm.
    case sinceChange = "since change"
    case last200 = "200"
    case last1000 = "1000"
    case wholeRun = "all"

    /// The number of latest steps; nil for no limit.
    var length: Int? {
        switch self {
        case .last200: 200
        case .last1000: 1000
        case .sinceChange, .wholeRun: nil
        }
    }
}
