import Dispatch
import Testing

@testable import Telemetry

@Suite struct MailboxTests {
    @Test func valuesComeInOrderAndOnce() {
        let mailbox = Mailbox<Int>()
        for value in 0..<5 { mailbox.post(value) }
        #expect(mailbox.drain() == [0, 1, 2, 3, 4])
        #expect(mailbox.drain().isEmpty)
    }

    @Test func theMemoryOfWhatWasCollectedIsUsedAgain() {
        let mailbox = Mailbox<Int>()
        var collected: [Int] = []
        var places: Set<UnsafeRawPointer?> = []
        for round in 0..<6 {
            for value in 0..<100 { mailbox.post(round * 100 + value) }
            mailbox.drain(into: &collected)
            #expect(collected == Array(round * 100..<round * 100 + 100))
            collected.withUnsafeBytes { _ = places.insert($0.baseAddress) }
        }
        #expect(places.count == 2)
        mailbox.drain(into: &collected)
        #expect(collected.isEmpty)
    }

    @Test func aFullBoxRefusesAllButTheUrgent() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1) && mailbox.post(2))
        #expect(!mailbox.post(3))
        #expect(mailbox.post(4, isUrgent: true))
        #expect(mailbox.drain() == [1, 2, 4])
    }

    @Test func oneIsTakenOutOfTurn() {
        let mailbox = Mailbox<Int>()
        for value in 0..<5 { mailbox.post(value) }
        #expect(mailbox.take { $0 > 2 } == 3)
        #expect(mailbox.take { $0 > 7 } == nil)
        #expect(mailbox.drain() == [0, 1, 2, 4])
    }

    @Test func waitingEndsWithTheTimeOrWithAValue() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.wait(seconds: 0.01).isEmpty)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { mailbox.post(7) }
        #expect(mailbox.wait() == [7])
    }

    @Test func nothingIsLostBetweenThreads() {
        let mailbox = Mailbox<Int>()
        let total = 20_000
        for producer in 0..<4 {
            DispatchQueue.global().async {
                for value in 0..<total / 4 { mailbox.post(producer * total + value) }
            }
        }
        var received: [Int] = []
        while received.count < total {
            let arrived = mailbox.wait(seconds: 5)
            guard !arrived.isEmpty else { break }
            received += arrived
        }
        #expect(received.count == total)
        for producer in 0..<4 {
            let own = received.filter { $0 / total == producer }
            #expect(own == own.sorted())
        }
    }
}
