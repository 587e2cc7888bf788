import Dashboard

/// Separates typed keys from text that arrives at once: an unbracketed paste, or keys delayed by a network.
///
/// A character, Enter or Tab waits for a moment. Alone, or repeated as by a key held down, it is a key. Different ones without
/// a pause are a burst, which is passed on as one input. Other keys, such as arrows, are never pasted.
struct BurstFilter {
    /// The most keys kept of a burst; the rest is dropped.
    private static let longest = 256
    /// The most pauses for which equal keys wait for a different one, so that a key held down is not delayed.
    private static let equalPauses = 4.0

    private let timeouts: InputTimeouts
    private var waiting: [Key] = []
    private var isBurst = false
    private var since = 0.0
    private var lastTime = 0.0

    init(timeouts: InputTimeouts) {
        self.timeouts = timeouts
    }

    /// The time at which `advance(to:)` passes something on; nil if nothing waits.
    var deadline: Double? {
        if waiting.isEmpty { return nil }
        let end = lastTime + timeouts.burst
        return isBurst ? end : min(end, since + Self.equalPauses * timeouts.burst)
    }

    /// Adds a token of the parser and returns the inputs that are decided.
    mutating func feed(_ token: InputParser.Token, at time: Double) -> [Input] {
        switch token {
        case .paste(let text): return flush() + [.paste(text)]
        // It overtakes waiting keys, since a burst must stay one.
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

    /// Returns the inputs that are decided because nothing more has arrived until now.
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
