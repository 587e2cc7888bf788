import Dispatch
import Testing

@testable import Platform

@Suite struct ReadAheadTests {
    /// The numbers up to one, in threes.
    private func numbers(to last: Int) -> ReadAhead<[Int]> {
        ReadAhead(Array(repeating: [], count: 3)) {
            var next = 1
            return { value in
                guard next <= last else { return false }
                value = Array(next..<min(next + 3, last + 1))
                next += value.count
                return true
            }
        }
    }

    @Test(arguments: [0, 1, 3, 4, 1000]) func `every value comes once and in order`(last: Int) {
        let ahead = numbers(to: last)
        var all: [Int] = []
        var value: [Int] = []
        while ahead.next(&value) { all += value }
        #expect(all == Array(1..<(last + 1)))
        #expect(!ahead.next(&value), "still nothing more")
        ahead.leave()
    }

    @Test(arguments: [0, 1, 2, 5]) func `leaving early returns`(taken: Int) {
        let ahead = numbers(to: 1000)
        var value: [Int] = []
        for _ in 0..<taken { #expect(ahead.next(&value)) }
        ahead.leave()
    }

    @Test func `the memory of a value goes round and is never copied`() {
        let ahead = ReadAhead<[Int]>(Array(repeating: [], count: 3)) {
            var next = 0
            return { value in
                value.removeAll(keepingCapacity: true)
                for _ in 0..<100 { value.append(next) }
                next += 1
                return next <= 500
            }
        }
        var places: Set<UnsafeRawPointer?> = []
        var value: [Int] = []
        while ahead.next(&value) { value.withUnsafeBytes { _ = places.insert($0.baseAddress) } }
        // Three that go round, and the one that came in the place of the empty value here.
        #expect(places.count <= 4)
        ahead.leave()
    }

    @Test func `a look without waiting finds each value and the end`() {
        let filled = DispatchSemaphore(value: 0)
        let ahead = ReadAhead<[Int]>([[], []], onFilled: { filled.signal() }) {
            var next = 0
            return { value in
                next += 1
                value = [next]
                return next <= 4
            }
        }
        var (value, found): ([Int], [Int]) = ([], [])
        var isOver = false
        while !isOver {
            switch ahead.poll(&value) {
            case .filled: found += value
            case .pending: filled.wait()
            case .over: isOver = true
            }
        }
        #expect(found == [1, 2, 3, 4])
        ahead.leave()
    }
}
