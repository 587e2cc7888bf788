import Telemetry

@testable import Dashboard

/// A run made of sines, the same every time, with a spike, a command and evaluations in it.
struct SampleRun {
    var steps = 900
    var total: Int? = 900
    var spike: Int? = 600
    var nonFinite: Int?
    var ends = true
    var name = "sample"
    var layerNames = ["0", "2", "4"]
    var furtherNames: [String] = []
    var optimizer = "sgd"
    /// Tells update ratios, dead units and throughput, as the built-in trainer does.
    var looksCloser = false
    /// Tells how many tokens a second go through the model.
    var countsTokens = false
    /// Declares how fast it may go.
    var pace: Double?
    /// What gradients are clipped by; nil reports nothing but norms.
    var clip: String? = "norm"
    /// From this step on the norm overflows.
    var overflow: Int?

    /// nanoGPT's layers, as its parameters name them.
    static func layersOfGPT(blocks: Int) -> [String] {
        let block = ["ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj"]
        let inner = (0..<blocks).flatMap { number in block.map { "transformer.h.\(number).\($0)" } }
        return ["transformer.wte", "transformer.wpe"] + inner + ["transformer.ln_f"]
    }

    var events: [Event] {
        var events: [Event] = [
            .run(
                Run(
                    name: name,
                    parameters: 4810,
                    steps: total,
                    optimizer: optimizer,
                    settings: settings + (pace.map { [Setting(name: "pace", value: .number($0), range: .pace)] } ?? []),
                    abilities: Set(Ability.allCases),
                    isScaleInvariant: optimizer != "sgd"
                )
            )
        ]
        var threshold = 1.0
        for step in 1...max(steps, 1) where steps > 0 {
            if step == 300, clip != nil {
                events.append(
                    .applied(
                        Applied(
                            id: 1,
                            step: step,
                            request: .set(name: "max_norm", value: .number(0.5)),
                            previous: .number(threshold),
                            by: "dashboard"
                        )
                    )
                )
                threshold = 0.5
            }
            events.append(.step(record(step, threshold)))
            if step % 150 == 0 {
                events.append(
                    .evaluation(
                        Evaluation(
                            step: step,
                            split: "test",
                            loss: 2 / Double(step / 150),
                            accuracy: Double(step) / 1000
                        )
                    )
                )
            }
        }
        if ends { events.append(.end(End(outcome: .finished, step: steps))) }
        return events
    }

    private var settings: [Setting] {
        let lr = Setting(name: "lr", value: .number(0.1), range: .learningRate)
        guard let clip else { return [lr] }
        return [
            Setting(name: "max_norm", value: .number(1), range: .maxNorm), lr,
            Setting(name: "clip", value: .word(clip), choices: ["norm", "value", "none"]),
        ]
    }

    private func record(_ step: Int, _ threshold: Double) -> StepRecord {
        let progress = Double(step) / 300
        var norm = (1.2 + sine(Double(step) * 0.7)) / (0.5 + progress)
        var loss = 2.3 / (1 + progress * progress) + 0.05 * (1 + sine(Double(step)))
        if step == spike { (norm, loss) = (300, 30) }
        if step == nonFinite { (norm, loss) = (.nan, .nan) }
        let overflows = overflow.map { step >= $0 } ?? false
        if overflows { norm = .infinity }
        var record = StepRecord(
            step: step,
            time: Double(step) * 0.02,
            epoch: step / 45,
            loss: loss,
            gradNorm: norm,
            clippedNorm: clippedNorm(of: norm, threshold),
            maxNorm: clip == nil ? nil : threshold,
            clip: clip,
            lr: 0.1,
            extras: furtherNames.enumerated().map { NamedNumber($0.element, progress * Double($0.offset + 1)) },
            layers: step % 10 == 0
                ? layerNames.enumerated().map { NamedNumber($0.element, norm / Double(1 + $0.offset * 40)) } : []
        )
        if looksCloser { add(to: &record, overflows) }
        if countsTokens { record.tokensPerSecond = 15_360 }
        return record
    }

    private func clippedNorm(of norm: Double, _ threshold: Double) -> Double? {
        switch clip {
        case nil: nil
        case "none": norm
        case "value": norm > 3 * threshold ? 0.8 * norm : norm
        default: norm.isNaN ? .nan : norm.isInfinite ? 0 : min(norm, threshold)
        }
    }

    private func add(to record: inout StepRecord, _ overflows: Bool) {
        record.batch = record.step % 45
        record.clipCoefficient = overflows ? 0 : min(1, record.maxNorm! / (record.gradNorm! + 1e-6))
        record.samplesPerSecond = 12_345
        if overflows {
            record.updateRatio = 0
            record.alarms = [Alarm(.normOverflow, parameter: "0.weight"), Alarm(.updateZero)]
        }
        guard !record.layers.isEmpty else { return }
        record.updateRatio = overflows ? 0 : 0.1 / Double(record.step)
        record.deadUnits = 0.3125
        record.deadLayers = zip(layerNames.dropLast(), [0.125, 1, 0.5]).map { NamedNumber($0, $1) }
    }

    /// The library's sine differs in its last bit between machines; this one does not.
    private func sine(_ value: Double) -> Double {
        let phase = (value / 6.283185307179586).truncatingRemainder(dividingBy: 1)
        return phase < 0.5 ? 16 * phase * (0.5 - phase) : -16 * (phase - 0.5) * (1 - phase)
    }

    func dashboard(
        _ glyphs: GlyphSet = .braille,
        leaving: RunSession.Leaving = .stops
    ) -> Workspace {
        var dashboard = Workspace.run(glyphs, leaving: leaving)
        for event in events { _ = dashboard.update(.event(event)) }
        return dashboard
    }

    /// The screen of its recording, played to the end.
    func recording() -> Workspace { .recording(events) }
}
