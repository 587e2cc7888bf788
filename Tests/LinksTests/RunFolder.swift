import Foundation
import Telemetry

@testable import Links

/// A folder in which the runs of one test listen.
final class RunFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Variables under which this is the only place where runs listen.
    var environment: [String: String] { ["XDG_RUNTIME_DIR": path, "TMPDIR": path] }

    /// The runs that listen here; others of the same user may listen elsewhere.
    var runs: [RunAddress] { RunAddress.all(in: environment).filter { $0.path.hasPrefix(path) } }

    func server(_ name: String, onCommand: @escaping @Sendable (Command) -> Void = { _ in }) throws -> RunServer {
        try RunServer(name: name, environment: environment, onCommand: onCommand)
    }
}

private struct List: EventReceiver {
    var events: [Event] = []
    mutating func receive(step: borrowing StepRecord) { events.append(.step(copy step)) }
    mutating func receive(_ event: Event) { events.append(event) }
}

/// What a source has sent so far, collected until something holds.
final class Collected {
    let source: any EventSource
    private var list = List()
    var events: [Event] { list.events }
    private(set) var status = LinkStatus.catchingUp
    private var arrival = Arrival()
    /// Lines that could not be read.
    var skipped: Int { arrival.skipped.lines.reduce(0) { $0 + $1.count } }

    init(_ source: any EventSource) { self.source = source }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Polls once.
    func collect(limit: Int = 1000) {
        source.poll(limit: limit, into: &arrival)
        arrival.events.deliver(to: &list)
        status = arrival.status
    }

    /// Polls until something holds.
    func until(_ what: String, _ holds: (Collected) throws -> Bool) throws {
        let end = monotonicSeconds() + 30
        while true {
            collect()
            if try holds(self) { return }
            guard monotonicSeconds() < end else { throw Missing(description: "never came: \(what); \(status)") }
            guard !arrival.hasMore else { continue }
            guard let descriptor = source.readiness else {
                throw Missing(description: "never came: \(what); \(status), last \(events.suffix(3))")
            }
            var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&file, 1, 1000)
        }
    }

    var steps: [Int] { events.compactMap { if case .step(let record) = $0 { record.step } else { nil } } }
}

/// A step like any other.
func step(_ number: Int) -> Event { .step(StepRecord(step: number, time: Double(number), loss: 1, gradNorm: 1)) }
