import Dashboard
import Testing

@testable import Terminal

/// Which keys a person pressed, and which came at once.
@Suite struct BurstFilterTests {
    /// Feeds keys at their times and returns what is decided in the end.
    private func inputs(_ keys: [(Key, Double)]) -> [Input] {
        var filter = BurstFilter(timeouts: .local)
        var inputs: [Input] = []
        for (key, time) in keys {
            inputs += filter.advance(to: time)
            inputs += filter.feed(.key(key), at: time)
        }
        inputs += filter.advance(to: 1000)
        #expect(filter.deadline == nil)
        return inputs
    }

    private func text(_ text: String, every gap: Double = 0) -> [(Key, Double)] {
        text.enumerated().map { ($1 == "\r" ? .enter : .character($1), Double($0) * gap) }
    }

    @Test func `one key waits for a moment`() {
        var filter = BurstFilter(timeouts: .local)
        #expect(filter.feed(.key(.character("q")), at: 1) == [])
        #expect(filter.deadline == 1 + InputTimeouts.local.burst)
        #expect(filter.advance(to: 1.001) == [])
        #expect(filter.advance(to: 1.02) == [.key(.character("q"))])
    }

    @Test func `a key held down repeats`() {
        for gap in [0, 0.005, 0.033] {
            let all = inputs(text("]]]]]]]]]]", every: gap))
            #expect(all == Array(repeating: .key(.character("]")), count: 10))
        }
    }

    @Test func `keys of a person are keys`() {
        #expect(inputs(text("m0.5\r", every: 0.03)) == text("m0.5\r").map { .key($0.0) })
    }

    @Test(arguments: ["qs", "sync\r", "rm -rf out\r", "q\r", "--\r", "ssy", "[A", "\r\rs"])
    func `different keys at once are a burst`(_ typed: String) {
        for gap in [0, 0.01] {
            #expect(inputs(text(typed, every: gap)) == [.burst(text(typed).map(\.0))])
        }
    }

    @Test func `a burst ends with a pause`() {
        let keys = text("sync\r") + [(.character("n"), 0.1)]
        #expect(inputs(keys) == [.burst(text("sync\r").map(\.0)), .key(.character("n"))])
    }

    @Test func `keys that nobody pastes do not wait`() {
        var filter = BurstFilter(timeouts: .local)
        for key in [Key.up, .escape, .control("c"), .backspace, .function(1)] {
            #expect(filter.feed(.key(key), at: 1) == [.key(key)])
        }
        #expect(inputs([(.down, 0), (.down, 0), (.enter, 0)]) == [.key(.down), .key(.down), .key(.enter)])
    }

    @Test func `the order stays`() {
        #expect(inputs([(.character("m"), 0), (.backspace, 0)]) == [.key(.character("m")), .key(.backspace)])
        var filter = BurstFilter(timeouts: .local)
        _ = filter.feed(.key(.character("m")), at: 0)
        #expect(filter.feed(.paste("x"), at: 0) == [.key(.character("m")), .paste("x")])
    }

    @Test func `a book is one short burst`() {
        let book = (0..<10_000).map { (Key.character($0 % 2 == 0 ? "q" : "s"), Double($0) * 1e-4) }
        let all = inputs(book)
        #expect(all.count == 1)
        if case .burst(let keys)? = all.first {
            #expect(keys.count == 256)
        } else {
            Issue.record("not a burst: \(all)")
        }
    }
}
