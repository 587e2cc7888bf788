import Testing

@testable import Telemetry

@Suite struct StepGateTests {
    private struct Settings: DeclaredSettings, Equatable {
        var (maxNorm, momentum, learningRate) = (1.0, 0.9, 0.1)
        var clip = Clip.norm

        var fields: [SettingField<Settings>] { Self.all }

        private static let all: [SettingField<Settings>] = [
            .number("max_norm", \.maxNorm, range: .maxNorm, help: "The threshold."),
            .number("momentum", \.momentum, range: .from(0.5, through: 1), help: "The momentum."),
            .number("lr", \.learningRate, range: .learningRate, help: "The rate."),
            .word("clip", \.clip, help: "The kind."),
        ]
    }

    private func gate(_ abilities: Set<Ability> = Set(Ability.allCases)) -> StepGate<Settings> {
        StepGate(settings: Settings(), abilities: abilities)
    }

    private func command(_ request: Request, id: Int = 1) -> Command { Command(id: id, request: request, by: "me") }

    @Test func `settings are declared with the values in force`() {
        var gate = gate()
        _ = gate.apply(command(.set(name: "clip", value: .word("value"))), before: 1)
        gate.settings.learningRate = 0.05
        #expect(
            gate.settings.declared == [
                Setting(name: "max_norm", value: .number(1), range: .maxNorm, help: "The threshold."),
                Setting(name: "momentum", value: .number(0.9), range: .from(0.5, through: 1), help: "The momentum."),
                Setting(name: "lr", value: .number(0.05), range: .learningRate, help: "The rate."),
                Setting(name: "clip", value: .word("value"), choices: ["norm", "value", "none"], help: "The kind."),
            ]
        )
    }

    @Test func `a set is answered with the step and the old value`() {
        var gate = gate()
        let request = Request.set(name: "max_norm", value: .number(0.5))
        let answer = gate.apply(command(request, id: 6), before: 12)
        #expect(answer == .applied(Applied(id: 6, step: 12, request: request, previous: .number(1), by: "me")))
        #expect(gate.settings.maxNorm == 0.5)
    }

    @Test func `of several sets between two steps each is answered and the last holds`() {
        var gate = gate()
        let answers = [2.0, 3, 4].enumerated().map { index, value in
            gate.apply(command(.set(name: "max_norm", value: .number(value)), id: index), before: 5)
        }
        let previous = answers.map { answer -> SettingValue? in
            if case .applied(let applied) = answer { applied.previous } else { nil }
        }
        #expect(previous == [.number(1), .number(2), .number(3)])
        #expect(gate.settings.maxNorm == 4)
    }

    @Test(
        arguments: [
            (Request.set(name: "max_norm", value: .number(-1)), "max_norm must not be negative (got -1)"),
            (.set(name: "max_norm", value: .number(.nan)), "max_norm must be a number (got NaN)"),
            (.set(name: "max_norm", value: .word("big")), "max_norm must be a number (got big)"),
            (.set(name: "momentum", value: .number(0.25)), "momentum must be from 0.5 to 1 (got 0.25)"),
            (.set(name: "momentum", value: .number(2)), "momentum must be from 0.5 to 1 (got 2)"),
            (.set(name: "lr", value: .number(.infinity)), "lr must be finite (got Infinity)"),
            (.set(name: "lr", value: .number(-.infinity)), "lr must not be negative (got -Infinity)"),
            (.set(name: "lr", value: .number(.nan)), "lr must be a number (got NaN)"),
            (.set(name: "clip", value: .word("hard")), "clip must be one of norm, value, none (got hard)"),
            (.set(name: "clip", value: .number(3)), "clip must be one of norm, value, none (got 3)"),
            (
                .set(name: "color", value: .number(3)),
                "there is no setting color (known: max_norm, momentum, lr, clip)"
            ),
            (.advance(0), "advance takes a number of steps from 1 (got 0)"),
        ]
    )
    func `what cannot be done is refused and changes nothing`(request: Request, reason: String) {
        var gate = gate()
        let before = gate.settings
        let answer = gate.apply(command(request), before: 3)
        #expect(answer == .rejected(Rejected(id: 1, request: request, reason: reason, by: "me")))
        #expect(gate.settings == before)
        #expect(!gate.isHeld)
    }

    @Test func `infinity is a threshold that never binds`() {
        var gate = gate()
        _ = gate.apply(command(.set(name: "max_norm", value: .number(.infinity))), before: 1)
        #expect(gate.settings.maxNorm == .infinity)
    }

    @Test func `a pause holds until a resume`() {
        var gate = gate()
        _ = gate.apply(command(.pause), before: 5)
        #expect(gate.isHeld)
        _ = gate.apply(command(.resume), before: 5)
        #expect(!gate.isHeld)
    }

    @Test func `advance lets exactly so many steps pass`() {
        var gate = gate()
        _ = gate.apply(command(.pause), before: 5)
        _ = gate.apply(command(.advance(3)), before: 5)
        var passed = 0
        while !gate.isHeld, passed < 10 {
            gate.passStep()
            passed += 1
        }
        #expect(passed == 3)
    }

    @Test func `settings are taken while held`() {
        var gate = gate()
        _ = gate.apply(command(.pause), before: 5)
        _ = gate.apply(command(.set(name: "clip", value: .word("none"))), before: 5)
        #expect(gate.settings.clip == .none)
        #expect(gate.isHeld)
    }

    @Test func `after a stop nothing is taken`() {
        var gate = gate()
        _ = gate.apply(command(.stop), before: 5)
        #expect(gate.isStopping)
        guard case .rejected(let rejected) = gate.apply(command(.resume), before: 5) else {
            Issue.record("taken after a stop")
            return
        }
        #expect(rejected.reason == "the run is stopping")
    }

    @Test func `a checkpoint that a stop has overtaken is taken`() {
        var gate = gate()
        _ = gate.apply(command(.stop), before: 5)
        guard case .applied(let applied) = gate.apply(command(.checkpoint), before: 5) else {
            Issue.record("refused after a stop")
            return
        }
        #expect(applied.step == 5 && applied.request == .checkpoint)
    }

    @Test func `snapshots come one by one and go from the front`() {
        var gate = gate()
        for step in [0, 10, 20, 30] { gate.appendSnapshot(of: step, oldest: max(0, step - 20)) }
        #expect(gate.snapshots == [10, 20, 30])
        // After a rewind the steps come again.
        gate.appendSnapshot(of: 20, oldest: 10)
        #expect(gate.snapshots == [10, 20])
        gate.appendSnapshot(of: 90, oldest: 90)
        #expect(gate.snapshots == [90])
    }

    @Test(arguments: [Request.pause, .resume, .advance(1), .set(name: "max_norm", value: .number(2)), .stop])
    func `what a run cannot do it refuses`(request: Request) {
        var gate = gate([])
        guard case .rejected(let rejected) = gate.apply(command(request), before: 1) else {
            Issue.record("taken without the ability")
            return
        }
        #expect(rejected.reason == "this run cannot \(request.ability.rawValue)")
    }

    @Test(
        arguments: [
            (1.0, "1"), (0.1, "0.1"), (-0.0, "-0.0"), (1e300, "1e+300"), (.nan, "NaN"), (-.infinity, "-Infinity"),
            (123_456_789, "123456789"),
        ]
    )
    func `shortest is the shortest decimal that reads back`(value: Double, text: String) {
        #expect(shortest(value) == text)
    }
}
