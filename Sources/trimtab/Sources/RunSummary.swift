import Dashboard
import Glibc
import Links
import Telemetry

/// The state of a listening run, from its history.
struct RunSummary {
    /// Seconds that a run has to send its history.
    private static let patience = 2.0

    let address: RunAddress
    private(set) var state = RunState()
    /// False until the run has answered.
    private(set) var hasAnswered = false

    init(address: RunAddress) { self.address = address }

    /// Applies what has arrived from the run.
    mutating func apply(_ arrival: Arrival) {
        arrival.events.deliver(to: &state)
        hasAnswered = hasAnswered || arrival.status == .open || arrival.status == .ended
    }

    /// The summaries of some runs, which are asked at the same time.
    static func all(of addresses: [RunAddress]) -> [RunSummary] {
        var summaries = addresses.map { RunSummary(address: $0) }
        var sources: [Int: StreamSource] = [:]
        for (index, address) in addresses.enumerated() {
            sources[index] = try? StreamSource(connectingTo: address.path)
        }
        var arrival = Arrival()
        let end = monotonicSeconds() + patience
        while !sources.isEmpty, monotonicSeconds() < end {
            waitForEvents(of: Array(sources.values), seconds: end - monotonicSeconds())
            for (index, source) in sources {
                source.poll(limit: .max, into: &arrival)
                summaries[index].apply(arrival)
                if arrival.status != .catchingUp { sources[index] = nil }
            }
        }
        return summaries
    }

    /// The state in a word or two.
    var phase: String {
        guard hasAnswered else { return "no answer" }
        switch state.phase {
        case .waiting: return "starting"
        case .running, .advancing: return "running"
        case .paused: return "paused"
        case .complete: return "finished"
        case .stopping: return "stopping"
        case .ended(let end): return end.outcome.rawValue
        case .disconnected: return "gone"
        }
    }

    /// Seconds since the run began; nil if unknown.
    private var age: Double? { state.run?.process?.started.map { max(0, unixSeconds() - $0) } }

    /// The column titles of the table.
    static let heads = ["run", "pid", "state", "step", "loss", "clip rate", "age"]

    /// The run's row in the table.
    var row: [String] {
        let step =
            NumberFormat.count(state.latest?.step ?? 0) + (state.run?.steps.map { "/\(NumberFormat.count($0))" } ?? "")
        return [
            printable(state.run?.name ?? address.name), String(address.pid), phase, hasAnswered ? step : "",
            state.latest?.loss.map { NumberFormat.fixedWidth($0) } ?? "",
            state.clipping.recentRate.map(NumberFormat.percent) ?? "",
            age.map(NumberFormat.clock) ?? "",
        ]
    }

    /// A JSON object; unknown values are left out.
    var json: [UInt8] {
        var object = JSONObject()
        object.add("name", state.run?.name ?? address.name)
        object.add("pid", Double(address.pid))
        object.add("state", phase)
        object.add("step", state.latest.map { Double($0.step) })
        object.add("steps", state.run?.steps.map(Double.init))
        object.add("loss", state.latest?.loss)
        object.add("grad_norm", state.latest?.gradNorm)
        object.add("clip_rate", state.clipping.recentRate)
        for setting in state.run?.settings ?? [] { object.add(setting.name, setting.value) }
        object.add("age", age)
        object.add("socket", address.path)
        object.add("recording", state.run?.process?.recording)
        object.add("log", state.run?.process?.log)
        return object.bytes
    }
}
