import Testing

@testable import Comparison

@Suite struct SpeedProfileTests {
    @Test func `each tenth has its speed`() throws {
        let level = try #require(SpeedProfile(steps: 1000, times: (0...10).map { Double($0) * 0.5 }))
        #expect(level.tenths == Array(repeating: 200, count: 10) && level.slope == 1 && level.isLevel)
        #expect(
            level.row("digits").hasPrefix("| digits | 200 | 200 |") && level.row("digits").hasSuffix("| **1.00** |")
        )
        #expect(level.row("digits").filter { $0 == "|" }.count == 13)
        #expect(SpeedProfile.markdownHead.filter { $0 == "|" }.count == 26)
    }

    @Test func `a run that slows down is not level`() throws {
        // The last tenth takes a quarter more.
        let times = (0...9).map(Double.init) + [10.25]
        let slowing = try #require(SpeedProfile(steps: 10, times: times))
        #expect(slowing.slope == 0.8 && !slowing.isLevel)
    }

    @Test func `times that do not rise are refused`() {
        #expect(SpeedProfile(steps: 10, times: [0, 1, 2]) == nil)
        #expect(SpeedProfile(steps: 10, times: Array(repeating: 1, count: 11)) == nil)
    }
}
