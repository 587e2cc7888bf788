import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

/// Steps that are taken together: the same state as taken one by one, and lists that grow by pages.
@Suite struct StepRowTests {
    /// Steps with gaps, steps back, repeats, jumps, lists, and numbers that are missing or not finite.
    private static func records(_ count: Int, seed: UInt64) -> [StepRecord] {
        var random = SplitMix64(seed: seed)
        var step = 0
        return (0..<count).map { index in
            switch random.next() % 400 {
            case 0: step = max(1, step - Int(random.next() % 20))
            case 1: break
            case 2: step += Int(random.next() % 50)
            case 3: step += 1_000_000
            case 4: step = 1
            default: step += 1
            }
            var record = StepRecord(step: step, time: Double(index) / 50)
            record.loss = random.next() % 300 == 0 ? .nan : Double(random.next() % 1000) / 100 + 0.1
            if random.next() % 10 > 0 { record.gradNorm = Double(random.next() % 1000) / 100 }
            record.maxNorm = random.next() % 3000 < 2 ? 3 : 1
            record.clip =
                ["norm", "norm", "value", "none", "own", nil][Int(random.next() % 700 < 10 ? random.next() % 6 : 0)]
            record.lr = 0.1 / Double(1 + index / 500)
            record.epoch = index / 700
            if index % 50 == 0 { record.layers = [NamedNumber("a", 1), NamedNumber("b", Double(index))] }
            if random.next() % 200 == 0 { record.extras = [NamedNumber("own", Double(index))] }
            return record
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `steps taken together make the state of steps taken one by one`(seed: UInt64) {
        let records = Self.records(9_000, seed: seed)
        var random = SplitMix64(seed: seed &+ 99)
        var (alone, together) = (RunState(), RunState())
        for event: Event in [.run(Run(name: "rows", steps: 20_000))] {
            alone.receive(event)
            together.receive(event)
        }
        var rest = records[...]
        while !rest.isEmpty {
            let part = rest.prefix(1 + Int(random.next() % 2_500))
            rest = rest.dropFirst(part.count)
            for record in part { alone.receive(step: record) }
            together.receive(steps: part)
            #expect(alone == together && alone.order == together.order)
        }
        #expect(alone.stepCount > 8_000 && !alone.timelineEntries.isEmpty)
        #expect(alone.loss.whole.mean == together.loss.whole.mean)
    }

    @Test func `an advance ends within steps taken together`() {
        var state = RunState()
        state.receive(.run(Run(name: "rows", steps: 100)))
        state.receive(.applied(Applied(id: 1, step: 1, request: .advance(10), by: "test")))
        let records = (1...20).map { StepRecord(step: $0, time: Double($0), loss: 1) }
        state.receive(steps: records[..<9])
        #expect(state.phase == .advancing(until: 11))
        state.receive(steps: records[9...])
        #expect(state.phase == .paused)
    }

    @Test func `a list of pages is a list`() {
        var random = SplitMix64(seed: 7)
        var (pages, list) = (Pages<Int>(), [Int]())
        for round in 0..<400 {
            switch random.next() % 8 {
            case 0 where pages.count > Pages<Int>.pageSize:
                #expect(pages.removeFirstPage() == Array(list[..<Pages<Int>.pageSize]))
                list.removeSubrange(..<Pages<Int>.pageSize)
            case 1:
                let place = Int(random.next() % UInt64(list.count + 1))
                pages.insert(round, at: place)
                list.insert(round, at: place)
            case 2: #expect(pages.popLast() == list.popLast())
            case 3 where !list.isEmpty:
                let place = Int(random.next() % UInt64(list.count))
                if place > list.count / 2 {
                    pages.removeSubrange(place...)
                    list.removeSubrange(place...)
                } else {
                    pages[place] = round
                    list[place] = round
                }
            case 4:
                pages.append(round)
                list.append(round)
            default:
                let more = (0..<Int(random.next() % 900)).map { $0 + round }
                more.withUnsafeBufferPointer { pages.append(contentsOf: $0) }
                list += more
            }
            #expect(pages.elementsEqual(list) && pages.count == list.count)
            #expect(pages == Pages(list))
        }
    }
}
