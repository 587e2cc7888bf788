import CBenchmark
import Dashboard
import Dispatch
import Glibc
import Links
import Platform
import Telemetry
import Training

/// Where the events of a run go.
enum Destination: String, CaseIterable {
    case nowhere
    /// A dashboard that is drawn every 60 ms on its own thread, as by the program.
    case dashboard
    /// A file of lines.
    case recording
}

/// Runs of `digits` whose steps are emitted as in the program, with the time and the heap calls of that alone.
final class Emission {
    private let relay: EventRelay
    private let screen: ScreenQueue?
    private let writers: AsyncEventWriters
    private let isOver = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let examples: Examples
    /// The seconds that reading the clock takes.
    private let clock: Double

    init(to destination: Destination, folder: String) throws {
        var list: [AsyncEventWriter] = []
        if destination == .recording {
            let path = folder + "/recording.jsonl"
            let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw Trouble("cannot write \(path): \(systemMessage())", status: 2)
            }
            let file = OutputFile(path, descriptor)
            list = [AsyncEventWriter(path, patience: 2, { LineLog(file) }, onError: { warn($0.sentence) })]
        }
        writers = AsyncEventWriters(list)
        screen = destination == .dashboard ? ScreenQueue() : nil
        relay = EventRelay(writers: writers, screen: screen)
        examples = try Draws.digits()
        clock = Self.clockSeconds()
        if let screen { DispatchQueue.global().async { [isOver, hasEnded] in Self.draw(screen, isOver, hasEnded) } }
    }

    /// Writes the waiting events and stops drawing.
    func close() {
        writers.close { _ in }
        guard screen != nil else { return }
        isOver.signal()
        hasEnded.wait()
    }

    /// Trains for a number of steps; returns the seconds that emitting each took, and the heap calls of all, nil if they
    /// cannot be counted.
    func measure(steps: Int) throws -> (seconds: [Double], allocations: Int?) {
        let trainer = try makeTrainer(steps: steps)
        var seconds: [Double] = []
        seconds.reserveCapacity(steps)
        var calls: Int64 = 0
        trainer.run { event in
            guard case .step = event else { return relay.emit(event) }
            let (before, start) = (cb_own_allocations(), monotonicSeconds())
            relay.emit(event)
            seconds.append(monotonicSeconds() - start - clock)
            calls += cb_own_allocations() - before
        }
        return (seconds, cb_own_allocations() < 0 ? nil : Int(calls))
    }

    /// The model, data and settings of `demos/digits.yaml`.
    private func makeTrainer(steps: Int) throws -> Trainer<Float> {
        var generator = RandomGenerator(seed: 1)
        let (train, test) = examples.split(test: 360)
        let model = Sequential<Float>(
            Linear(in: 64, out: 64, using: &generator),
            ReLU(),
            Linear(in: 64, out: 10, using: &generator)
        )
        return Trainer(
            plan: RunPlan(name: "digits", steps: steps, evaluateEvery: 45, clip: .norm, maxNorm: 1, optimizer: "adam"),
            model: model,
            loss: .crossEntropy,
            optimizer: try Adam(model.parameters, learningRate: 1e-3),
            batches: DataLoader<Float>(train, batch: 32, seed: 1),
            evaluation: HeldOut<Float>(test)
        )
    }

    private static func draw(_ screen: ScreenQueue, _ isOver: DispatchSemaphore, _ hasEnded: DispatchSemaphore) {
        var workspace = Workspace(RunSession(Signature(session: "benchmark"), leaving: .stops), glyphs: .braille)
        var events: [Event] = []
        var arrival = Arrival(status: .open)
        while isOver.wait(timeout: .now() + 0.06) == .timedOut {
            screen.drain(into: &events)
            _ = workspace.update(.tick(monotonicSeconds()))
            arrival.events.removeAll()
            for event in events { arrival.events.receive(event) }
            _ = workspace.update(.arrived(arrival))
            _ = workspace.render(columns: 120, rows: 36)
        }
        hasEnded.signal()
    }

    private static func clockSeconds() -> Double {
        let readings = (0..<10_000).map { _ in
            let start = monotonicSeconds()
            return monotonicSeconds() - start
        }
        // A mean, because the clock counts whole nanoseconds, and so would a median.
        return readings.sorted()[1000..<9000].reduce(0, +) / 8000
    }
}
