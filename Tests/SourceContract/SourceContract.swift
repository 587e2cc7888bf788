import Links
import Telemetry

/// What holds for every source of events: an answer names the step from which a change is in force, a held run computes
/// nothing, a refusal changes nothing, and a link that is over says so.
public struct SourceContract {
    private let source: any EventSource
    private let log = SourceLog()
    private var arrival = Arrival()
    private var nextID = 1
    private let session = "contract"
    /// What the source broke, as sentences.
    private var faults: [String] = []
    /// Seconds that anything may take to come.
    private static let patience = 60.0

    /// Follows a source to its end, and steers its run where it takes commands.
    ///
    /// - Returns: what it broke; empty for a source that keeps the contract.
    /// - Throws: where something never came.
    public static func check(_ source: any EventSource) throws(Missing) -> [String] {
        var contract = SourceContract(source: source)
        try contract.follow()
        return contract.faults
    }

    /// What a source owes and did not send.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    private init(source: any EventSource) { self.source = source }

    private mutating func follow() throws(Missing) {
        try wait(for: "the run's first line and a step") { $0.run != nil && $0.lastStep > 0 }
        checkMetrics()
        if (try? source.send(command(.pause))) != nil { try steer() }
        try wait(for: "the end") { $0.status.isOver }
        checkEnd()
        faults += log.faults
    }

    /// What is declared of a source's own numbers is said once of each, and of none that the format knows.
    private mutating func checkMetrics() {
        let names = log.run?.metrics.map(\.key) ?? []
        expect(Set(names).count == names.count, "metrics declared twice: \(names)")
        let known = Set(Metric.allCases.map(\.info.key) + LayerMetric.allCases.map(\.info.key))
        expect(known.isDisjoint(with: names), "metrics that the format knows are declared: \(names)")
    }

    // MARK: A run that takes commands

    private mutating func steer() throws(Missing) {
        let held = try answer(nextID - 1).step
        // What is set while it is held is in force for the next step; of two the later one.
        let (first, second) = (log.otherMaxNorm, log.otherMaxNorm * 3)
        for value in [first, second] {
            let set = try ask(.set(name: "max_norm", value: .number(value)))
            expect(set?.step == held, "a set while held at \(held) is applied at \(set?.step ?? 0)")
        }
        for request in [
            Request.set(name: "max_norm", value: .number(-1)), .set(name: "no such setting", value: .number(1)),
            .rewind(to: 1 << 40), .advance(0),
        ] {
            let id = try refusal(of: request)
            expect(!(log.reasons[id] ?? "").isEmpty, "\(request) is refused without a reason")
        }
        let advance = try ask(.advance(3))
        expect(advance?.step == held, "an advance while held at \(held) is applied at \(advance?.step ?? 0)")
        try wait(for: "three steps") { $0.lastStep >= held + 2 }
        let later = try ask(.set(name: "max_norm", value: .number(first)))
        expect(later?.step == held + 3, "after an advance by 3 from \(held) the next step is \(later?.step ?? 0)")
        expect(log.lastStep == held + 2, "an advance by 3 from \(held) came to step \(log.lastStep)")
        _ = try ask(.resume)
        try wait(for: "steps after the resume") { $0.lastStep >= held + 10 }
        let running = try ask(.set(name: "max_norm", value: .number(second)))
        try wait(for: "the step under it") { $0.lastStep >= (running?.step ?? 0) + 2 }
        let stop = try ask(.stop)
        try wait(for: "the end") { $0.status.isOver }
        expect(log.end?.outcome == .stopped, "a stopped run ends \(String(describing: log.end))")
        expect(log.lastStep + 1 == stop?.step, "stopped at \(stop?.step ?? 0), and its last step is \(log.lastStep)")
    }

    private mutating func command(_ request: Request) -> Command {
        defer { nextID += 1 }
        return Command(id: nextID, request: request, by: "test", session: session)
    }

    private mutating func ask(_ request: Request) throws(Missing) -> Applied? {
        let command = command(request)
        do {
            try source.send(command)
        } catch {
            throw Missing(description: "\(request) could not be sent: \(error)")
        }
        return try answer(command.id)
    }

    private mutating func answer(_ id: Int) throws(Missing) -> Applied {
        let session = session
        try wait(for: "an answer to command \(id)") { $0.answer(session, id) != nil }
        guard case .applied(let applied)? = log.answer(session, id) else {
            throw Missing(description: "command \(id) was refused: \(log.reasons[id] ?? "")")
        }
        return applied
    }

    private mutating func refusal(of request: Request) throws(Missing) -> Int {
        let command = command(request)
        try? source.send(command)
        let session = session
        try wait(for: "a refusal of \(request)") { $0.answer(session, command.id) != nil }
        if case .applied? = log.answer(session, command.id) { faults.append("\(request) was applied") }
        return command.id
    }

    // MARK: What comes

    private mutating func checkEnd() {
        let count = log.count
        source.poll(limit: 10, into: &arrival)
        log.append(arrival)
        expect(log.count == count && !arrival.hasMore, "something came after the end")
        expect(source.readiness == nil, "a source that is over still has a readiness")
        do {
            try source.send(command(.pause))
            faults.append("a source that is over takes a command")
        } catch {
            expect(!error.description.isEmpty, "a command is refused without a reason")
        }
        source.close()
    }

    private mutating func expect(_ holds: Bool, _ fault: String) {
        if !holds { faults.append(fault) }
    }

    private mutating func wait(for what: String, _ holds: (SourceLog) -> Bool) throws(Missing) {
        let end = monotonicSeconds() + Self.patience
        while !holds(log) {
            guard !log.status.isOver, monotonicSeconds() < end else {
                throw Missing(description: "never came: \(what); \(log.status), step \(log.lastStep), \(log.faults)")
            }
            source.poll(limit: 100, into: &arrival)
            expect(arrival.events.count < 100 + 20_000, "a poll for 100 events gave \(arrival.events.count)")
            log.append(arrival)
            if !arrival.hasMore, !holds(log) { waitForEvents(of: [source], seconds: 1) }
        }
    }
}
