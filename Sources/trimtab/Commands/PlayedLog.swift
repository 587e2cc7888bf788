import Dashboard
import Glibc
import Links
import Telemetry

/// A recording played into a log: its events from a moment on, as far apart in time as the speed has them.
struct PlayedLog: RecordingReceiver {
    private let output: OutputFile
    /// Nil for events printed as they are.
    private let text: TextLog?
    private let sink: any EventSink
    private let start: PlaybackStart?
    private let isOnDisk: Bool
    private var gaps: Gaps
    private var hasBegun: Bool
    private var before = RunState()

    init(_ output: OutputFile, isJSON: Bool, speed: Double, start: PlaybackStart?, isOnDisk: Bool) {
        self.output = output
        text = isJSON ? nil : TextLog(output)
        sink = text ?? LineLog(output)
        gaps = Gaps(speed: speed)
        (self.start, self.isOnDisk) = (start, isOnDisk)
        hasBegun = start == nil
    }

    var isDone: Bool { output.failure != nil }

    mutating func receive(step: borrowing StepRecord) { receive(.step(copy step)) }

    mutating func receive(_ event: Event) {
        guard !isDone else { return }
        hasBegun = hasBegun || begins(at: event)
        if !hasBegun { before.receive(event) }
        if case .step(let record) = event, hasBegun { gaps.wait(before: record, beforeSleeping: sink.flush) }
        if hasBegun || isOpening(event) { sink.append(event) }
    }

    mutating func pause(_ report: ReadingReport) {
        text?.note(report)
        // What comes as it is written is wanted at once.
        if !isOnDisk { sink.flush() }
    }

    /// Says that the recording has ended.
    func end(_ report: ReadingReport) {
        if let text, !isDone {
            text.note(report)
            text.markDisconnected()
        }
        sink.flush()
    }

    /// Whether an event is where the operator wants to begin; a step that is far off may be one that is wrong.
    private func begins(at event: Event) -> Bool {
        switch (start, event) {
        case (.step(let target), .step(let record)): record.step >= target && before.isNext(record.step)
        case (.end, .end): true
        default: false
        }
    }

    private func isOpening(_ event: Event) -> Bool {
        if case .run = event { true } else { false }
    }
}

/// Sleeps between steps as long as the run took, divided by the speed; long gaps are shortened.
private struct Gaps {
    var speed: Double
    private var lastTime: Double?

    init(speed: Double) {
        self.speed = speed
    }

    mutating func wait(before record: StepRecord, beforeSleeping flush: () -> Void) {
        defer { lastTime = record.time }
        guard speed.isFinite, let lastTime else { return }
        let gap = min(max(record.time - lastTime, 0), Recording.longestGap) / speed
        guard gap > 0 else { return }
        flush()
        usleep(UInt32(min(gap * 1e6, 4e9)))
    }
}
