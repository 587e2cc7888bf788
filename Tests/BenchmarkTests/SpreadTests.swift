import Testing

@testable import Comparison

@Suite struct SpreadTests {
    @Test func `the median is the middle one`() {
        #expect(Spread([3, 1, 2]) == Spread([1, 2, 3]))
        #expect(Spread([3, 1, 2]).median == 2)
        #expect(Spread([4, 1, 2, 10]).median == 3)
        #expect(Spread([5]).low == 5 && Spread([5]).high == 5)
    }

    @Test func `ratios are of the same round`() {
        // The machine was three times as slow in the second round, for both.
        let ratios = Spread([2, 6, 2.2], over: [1, 3, 1])
        #expect(ratios.median == 2 && ratios.low == 2 && ratios.high == 2.2)
    }
}
