import Dashboard

/// Separates keys that a person pressed from text that came at once: a paste that no brackets mark, or keys that a network
/// held up.
///
/// A character, Enter or Tab waits for a moment. Alone, or repeated as a key that is held down, it is a key. Different ones
/// that come without a pause are a burst, which is passed on as one. Other keys, such as arrows, are never pasted.
struct BurstFilter {
    /// Keys kept of a burst; the rest of it is dropped.
    private static let longest = 256
    /// Pauses for which equal keys wait for a different one, so that a key held down over a network is not held up.
    private static let equalPauses = 4.0

    private let patience: Patience
    private var waiting: [Key] = []
    private var isBurst = false
    private var since = 0.0
    private var lastTime = 0.0

    init(patience: Patience) {
        self.patience = patience
    }

    /// When `advance(to:)` has something to pass on; nil when nothing waits.
    var deadline: Double? {
        if waiting.isEmpty { return nil }
        let end = lastTime + patience.burst
        return isBurst ? end : min(end, since + Self.equalPauses * patience.burst)
    }

    /// Adds a token of the parser and returns the inputs that are decided.
    mutating func feed(_ token: InputParser.Token, at time: Double) -> [Input] {
        switch token {
        case .paste(let text): return flush() + [.paste(text)]
        // It overtakes keys that wait: nobody clicks between two of them, and a burst must stay one.
        case .mouse(let mouse): return advance(to: time) + [.mouse(mouse)]
        case .background, .attributes: return []
        case .key(let key):
            var decided: [Input] = []
            if let deadline, deadline <= time { decided = flush() }
            guard Self.isText(key) || !waiting.isEmpty else { return decided + [.key(key)] }
            if waiting.isEmpty { since = time }
            lastTime = time
            if waiting.count < Self.longest { waiting.append(key) }
            if Self.isText(key), waiting.contains(where: { Self.isText($0) && $0 != key }) { isBurst = true }
            return decided
        }
    }

    /// Returns what is decided because nothing more has come until now.
    mutating func advance(to time: Double) -> [Input] {
        if let deadline, deadline <= time { flush() } else { [] }
    }

    private mutating func flush() -> [Input] {
        defer {
            waiting = []
            isBurst = false
        }
        return isBurst ? [.burst(waiting)] : waiting.map { .key($0) }
    }

    private static func isText(_ key: Key) -> Bool {
        switch key {
        case .character, .enter, .tab: true
        default: false
        }
    }
}
