import CBenchmark
import Glibc
import Telemetry
import Testing

@testable import Links

@Suite struct EventRelayTests {
    private static func step(_ number: Int) -> Event {
        var record = StepRecord(step: number, time: 0.1, clip: "norm")
        for metric in Metric.allCases { record[metric] = 2.3 }
        return .step(record)
    }

    @Test func `the screen gets what is emitted in order`() {
        let screen = ScreenQueue()
        let relay = EventRelay(writers: AsyncEventWriters([]), screen: screen)
        var events: [Event] = [.end(End(outcome: .failed, step: 7))]
        screen.drain(into: &events)
        #expect(events.isEmpty)
        for number in 1...3 { relay.emit(Self.step(number)) }
        screen.drain(into: &events)
        #expect(events == (1...3).map(Self.step) && screen.shedSteps == 0)
    }

    @Test func `a screen far behind misses steps but not the end`() {
        let screen = ScreenQueue()
        let relay = EventRelay(writers: AsyncEventWriters([]), screen: screen)
        let capacity = 1 << 16
        for number in 1...capacity + 5 { relay.emit(Self.step(number)) }
        relay.emit(.end(End(outcome: .finished, step: capacity + 5)))
        var events: [Event] = []
        screen.drain(into: &events)
        #expect(events.count == capacity + 1 && screen.shedSteps == 5)
        #expect(events.last == .end(End(outcome: .finished, step: capacity + 5)))
    }

    /// Once both sides' memory has grown to what a frame brings.
    @Test func `a step for the screen allocates nothing`() {
        let screen = ScreenQueue()
        let relay = EventRelay(writers: AsyncEventWriters([]), screen: screen)
        var events: [Event] = []
        var calls: [Int64] = []
        // Made beforehand: without optimization the loop over the table allocates.
        let steps = (1...600).map(Self.step)
        for frame in 0..<6 {
            let before = cb_own_allocations()
            for place in frame * 100..<frame * 100 + 100 { relay.emit(steps[place]) }
            calls.append(cb_own_allocations() - before)
            screen.drain(into: &events)
        }
        // The first two frames fill the memory of either side; a sanitizer's own heap is not counted.
        #expect(calls[0] > 0 || cb_own_allocations() < 0)
        #expect(calls[2...] == [0, 0, 0, 0])
    }

    @Test func `a step is made without allocation`() {
        let loss = [1.5, .nan, .infinity]
        var sum = 0.0
        var calls: [Int64] = []
        for round in 0..<3 {
            let before = cb_own_allocations()
            var record = StepRecord(step: round, time: 0, loss: loss[round], maxNorm: 1, clip: "norm", lr: 0.1)
            record.samplesPerSecond = 7
            let copy = record
            sum += (copy.maxNorm ?? 0) + (copy[.lr] ?? 0)
            calls.append(cb_own_allocations() - before)
        }
        #expect(calls[1...] == [0, 0] && abs(sum - 3.3) < 1e-9)
    }
}
