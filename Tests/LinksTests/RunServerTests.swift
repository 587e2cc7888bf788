import Foundation
import Synchronization
import Telemetry
import Testing

@testable import Links

/// Viewers get the whole run, and none of them holds it up.
@Suite(.timeLimit(.minutes(5))) struct RunServerTests {
    private let run = Event.run(
        Run(name: "run", settings: [Setting(name: "max_norm", value: .number(1))], abilities: [.pause, .set])
    )

    private func set(_ id: Int, session: String? = nil) -> Command {
        Command(id: id, request: .set(name: "max_norm", value: .number(2)), by: "test", session: session)
    }

    @Test func `a late viewer gets the history and then what happens`() throws {
        let folder = try RunFolder()
        let server = try folder.server("run")
        server.emit(run)
        for number in 1...300 { server.emit(step(number)) }
        let early = Collected(try StreamSource(connectingTo: server.address.path))
        try early.until("the history") { $0.status == .open && $0.steps.count == 300 }
        server.emit(step(301))
        let late = Collected(try StreamSource(connectingTo: server.address.path))
        try late.until("its history") { $0.status == .open }
        try late.until("its steps") { $0.steps.count == 301 }
        let end = Event.end(End(outcome: .finished, step: 302))
        server.emit(step(302))
        server.emit(end)
        server.close()
        for viewer in [early, late] {
            try viewer.until("the end") { $0.status == .ended }
            #expect(viewer.events.first == run && viewer.events.last == end && viewer.steps == Array(1...302))
        }
        #expect(early.events.filter { if case .live = $0 { true } else { false } }.count == 1)
        #expect(!FileManager.default.fileExists(atPath: server.address.path))
        #expect(throws: LinkError.self) { try StreamSource(connectingTo: server.address.path) }
    }

    @Test func `commands reach the run and answers everybody`() throws {
        let folder = try RunFolder()
        let asked = Mailbox<Command>()
        let server = try folder.server("run") { asked.post($0) }
        server.emit(run)
        let viewers = try (1...3).map { _ in Collected(try StreamSource(connectingTo: server.address.path)) }
        let command = set(7, session: "s")
        try viewers[1].source.send(command)
        #expect(asked.wait(seconds: 30) == [command])
        let answer = Event.applied(Applied(command, step: 5))
        server.emit(answer)
        for viewer in viewers { try viewer.until("the answer") { $0.events.last == answer } }
        server.close()
        for viewer in viewers {
            try viewer.until("the end of the link") { $0.status.isOver }
            // The run did not say that it ended.
            #expect(viewer.status != .ended)
            #expect(throws: LinkError.self) { try viewer.source.send(command) }
        }
    }

    @Test func `a viewer that does not read misses steps and nothing else`() throws {
        let folder = try RunFolder()
        let server = try folder.server("run")
        server.emit(run)
        let slow = Collected(try StreamSource(connectingTo: server.address.path))
        try slow.until("the link") { $0.status == .open }
        let fast = Collected(try StreamSource(connectingTo: server.address.path))
        try fast.until("the link") { $0.status == .open }
        var expected: [Event] = []
        for number in 1...60_000 {
            server.emit(step(number))
            if number.isMultiple(of: 1000) {
                // Now and then it reads a little, or it would not be kept.
                if number.isMultiple(of: 10_000) { slow.collect(limit: 1) }
                expected.append(.applied(Applied(set(number), step: number + 1)))
                server.emit(expected.last!)
                try fast.until("the steps") { $0.steps.last == number && $0.events.last == expected.last }
            }
        }
        let end = Event.end(End(outcome: .finished, step: 60_000))
        server.emit(end)
        try fast.until("the end") { $0.status == .ended }
        #expect(fast.steps == Array(1...60_000))
        try slow.until("the end") { $0.status == .ended }
        server.close()
        let others = slow.events.filter { if case .applied = $0 { true } else { false } }
        #expect(others == expected && slow.events.last == end)
        // Every step has come, or is counted where it would have stood.
        var next = 1
        var gaps = 0
        for event in slow.events {
            switch event {
            case .step(let record):
                #expect(record.step == next)
                next += 1
            case .gap(let steps):
                next += steps
                gaps += 1
            default: break
            }
        }
        #expect(gaps > 0 && next == 60_001)
    }

    @Test func `what is not a command is refused and hurts nobody`() throws {
        let folder = try RunFolder()
        let asked = Mailbox<Command>()
        let server = try folder.server("run") { asked.post($0) }
        server.emit(run)
        var random = SystemRandomNumberGenerator()
        let garbage: [[UInt8]] = [
            Array("hello\n".utf8), Array(#"{"event":"run","name":"x"}"#.utf8) + [10],
            (0..<5000).map { _ in random.next() },
            Array(String(repeating: "[", count: 60_000).utf8) + [10], [UInt8](repeating: 120, count: 10 << 20),
            [0, 10, 0, 10],
            Array(#"{"command":{"id":1,"request":{"fly":true},"by":"x"}}"#.utf8) + [10],
            Array(#"{"command":{"id":1,"request":{"pause":true},"by":"\#(String(repeating: "n", count: 200))"}}"#.utf8)
                + [10],
        ]
        for bytes in garbage {
            let descriptor = try UnixSocket.connect(to: server.address.path)
            defer { close(descriptor) }
            var sent = 0
            // What the server does not want, it need not read.
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count < 0 && errno != EAGAIN { break }
                if count > 0 { sent += count }
                var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&file, 1, 2000) == 0 { break }
            }
        }
        let viewer = Collected(try StreamSource(connectingTo: server.address.path))
        let descriptor = try UnixSocket.connect(to: server.address.path)
        defer { close(descriptor) }
        _ = "no command\n".utf8CString.withUnsafeBytes { send(descriptor, $0.baseAddress, 11, 0) }
        let stream = Collected(StreamSource(reading: descriptor, name: "raw", isOwned: false))
        try stream.until("the refusal") { _ in stream.skipped > 0 }
        try viewer.source.send(set(1))
        #expect(asked.wait(seconds: 30) == [set(1)])
        server.emit(step(1))
        try viewer.until("a step") { $0.steps == [1] }
        server.close()
    }

    @Test func `a flood of commands is accepted at the run's pace`() throws {
        let folder = try RunFolder()
        let asked = Mailbox<Command>()
        let server = try folder.server("run") { asked.post($0) }
        let flood = Collected(try StreamSource(connectingTo: server.address.path))
        let other = Collected(try StreamSource(connectingTo: server.address.path))
        for id in 1...200 { try flood.source.send(set(id, session: "flood")) }
        var taken: [Command] = []
        while taken.count < CommandInput.unansweredLimit { taken += asked.wait(seconds: 1) }
        try other.source.send(set(1, session: "other"))
        while taken.last?.session != "other" { taken += asked.wait(seconds: 1) }
        #expect(taken.count == CommandInput.unansweredLimit + 1)
        var answered = 0
        while taken.count < 201 {
            for command in taken[answered...] { server.emit(.applied(Applied(command, step: 1))) }
            answered = taken.count
            taken += asked.wait(seconds: 1)
        }
        #expect(taken.filter { $0.session == "flood" }.map(\.id) == Array(1...200))
        server.close()
    }

    @Test func `a viewer that only asks is heard`() throws {
        let folder = try RunFolder()
        let asked = Mailbox<Command>()
        let server = try folder.server("run") { asked.post($0) }
        let descriptor = try UnixSocket.connect(to: server.address.path)
        let line = #"{"command":{"id":3,"request":{"pause":true},"by":"nc"}}"# + "\n"
        _ = line.utf8CString.withUnsafeBytes { send(descriptor, $0.baseAddress, line.utf8.count, 0) }
        close(descriptor)
        #expect(asked.wait(seconds: 30) == [Command(id: 3, request: .pause, by: "nc")])
        server.close()
    }
}
