import Dispatch
import Testing

@testable import Telemetry

@Suite struct MailboxTests {
    @Test func `values come in order and once`() {
        let mailbox = Mailbox<Int>()
        for value in 0..<5 { mailbox.post(value) }
        #expect(mailbox.drain() == [0, 1, 2, 3, 4])
        #expect(mailbox.drain().isEmpty)
    }

    @Test func `the memory of what was collected is used again`() {
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

    @Test func `a full box refuses all but the urgent`() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1) && mailbox.post(2))
        #expect(!mailbox.post(3))
        #expect(mailbox.post(4, isUrgent: true))
        #expect(mailbox.drain() == [1, 2, 4])
    }

    @Test func `one is taken out of turn`() {
        let mailbox = Mailbox<Int>()
        for value in 0..<5 { mailbox.post(value) }
        #expect(mailbox.removeFirst { $0 > 2 } == 3)
        #expect(mailbox.removeFirst { $0 > 7 } == nil)
        #expect(mailbox.drain() == [0, 1, 2, 4])
    }

    @Test func `waiting ends with the time or with a value`() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.wait(seconds: 0.01).isEmpty)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { mailbox.post(7) }
        #expect(mailbox.wait() == [7])
    }

    @Test func `nothing is lost between threads`() {
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

    @Test func `one by one they come in order until the box is closed and empty`() {
        let mailbox = Mailbox<Int>()
        for value in 0..<3 { mailbox.post(value) }
        #expect(mailbox.next() == 0)
        mailbox.close()
        #expect(!mailbox.post(9) && !mailbox.post(9, isUrgent: true) && !mailbox.postWaiting(9))
        #expect(mailbox.next() == 1 && mailbox.next() == 2)
        #expect(mailbox.next() == nil && mailbox.wait().isEmpty)
    }

    @Test func `a sleeper for a value wakes when the box is closed`() {
        let mailbox = Mailbox<Int>()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { mailbox.close() }
        #expect(mailbox.next() == nil)
    }

    @Test func `each weighs what its owner says`() {
        let mailbox = Mailbox<Int>(capacity: 10) { $0 }
        #expect(mailbox.post(4) && mailbox.post(5) && mailbox.post(90))
        #expect(!mailbox.post(0))
        #expect(mailbox.removeFirst { $0 == 90 } == 90)
        // 9 wait.
        #expect(mailbox.post(1) && !mailbox.post(1))
        #expect(mailbox.next() == 4 && mailbox.post(4) && !mailbox.post(1))
        #expect(mailbox.drain() == [5, 1, 4] && mailbox.post(1))
    }

    @Test func `a full box is waited for and nothing is lost`() {
        let mailbox = Mailbox<Int>(capacity: 3)
        let total = 3000
        for producer in 0..<3 {
            DispatchQueue.global().async {
                for value in 0..<total / 3 { mailbox.postWaiting(producer * total + value) }
            }
        }
        var received: [Int] = []
        var arrived: [Int] = []
        while received.count < total {
            // In turn, one and all.
            if received.count.isMultiple(of: 2), let value = mailbox.next() {
                received.append(value)
            } else {
                mailbox.wait(into: &arrived)
                #expect(arrived.count <= 3)
                received += arrived
            }
        }
        for producer in 0..<3 {
            let own = received.filter { $0 / total == producer }
            #expect(own == own.sorted() && own.count == total / 3)
        }
    }

    @Test(arguments: [false, true]) func `a poster that waits for room is hurried or sent away`(isClosed: Bool) {
        let mailbox = Mailbox<Int>(capacity: 1)
        mailbox.post(0)
        let outcomes = Mailbox<Bool>()
        for value in 1...3 {
            DispatchQueue.global().async { outcomes.post(mailbox.postWaiting(value)) }
        }
        #expect(outcomes.wait(seconds: 0.02).isEmpty)
        if isClosed { mailbox.close() } else { mailbox.liftLimit() }
        #expect((1...3).map { _ in outcomes.next() } == Array(repeating: !isClosed, count: 3))
        #expect(mailbox.drain().count == (isClosed ? 1 : 4))
        if !isClosed { #expect(mailbox.postWaiting(4) && mailbox.postWaiting(5)) }
    }
}
