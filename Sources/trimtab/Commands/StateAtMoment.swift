import Dashboard
import Telemetry

/// A run as it stood at a moment of a recording.
struct StateAtMoment: RecordingReceiver {
    private(set) var state = RunState()
    private(set) var isDone = false
    /// The last step taken; nil for the end.
    private let last: Int?

    init(_ moment: PlaybackStart) {
        last = if case .step(let step) = moment { step } else { nil }
    }

    mutating func receive(step: borrowing StepRecord) {
        // One that does not follow may be a step that was wrong, or a restarted count.
        if let last, !isDone, step.step > last, state.isNext(step.step) { isDone = true }
        if !isDone { state.receive(step: step) }
    }

    mutating func receive(steps: ArraySlice<StepRecord>) {
        let count = isDone ? 0 : last.map { last in steps.prefix { $0.step <= last }.count } ?? steps.count
        if count > 0 { state.receive(steps: steps.prefix(count)) }
        for index in steps.indices.dropFirst(count) { receive(step: steps[index]) }
    }

    mutating func receive(_ event: Event) {
        if !isDone { state.receive(event) }
    }

    /// What to say when the recording ends before the moment; nil when it does not.
    var remark: String? {
        guard let last, let latest = state.latest?.step, latest < last, !isDone else { return nil }
        return "the recording ends at step \(NumberFormat.count(latest))"
    }
}
