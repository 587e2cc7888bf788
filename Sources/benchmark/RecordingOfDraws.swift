import Glibc
import Links
import Platform
import Telemetry

/// A recording of an invented run: random numbers with six decimals, the same as in `loading_side.py`.
enum RecordingOfDraws {
    /// The loss of the step that spikes.
    static let spikeLoss = 123.456

    /// Writes it and returns its size in bytes.
    ///
    /// - Parameter spike: a step whose loss is far above all others; nil for none.
    static func write(steps: Int, to path: String, spike: Int? = nil) throws -> Int {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Trouble("cannot write \(path): \(systemMessage())", status: 2)
        }
        defer { close(descriptor) }
        let log = LineLog(OutputFile(path, descriptor))
        log.append(.run(Run(name: "draws", steps: steps)))
        for step in 1...steps {
            func drawn(_ draw: Int) -> Double { Double(Draws.bits(draw, at: UInt32(step - 1)) % 1_000_000) / 1e6 }
            log.append(
                .step(
                    StepRecord(
                        step: step,
                        time: Double(step) * 25e-6,
                        loss: step == spike ? spikeLoss : drawn(0),
                        gradNorm: drawn(1),
                        clippedNorm: drawn(2),
                        clipCoefficient: drawn(3),
                        maxNorm: 1,
                        lr: 1e-3
                    )
                )
            )
        }
        log.append(.end(End(outcome: .finished, step: steps)))
        log.flush()
        if let failure = log.failure { throw Trouble(failure.sentence, status: 2) }
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }
}
