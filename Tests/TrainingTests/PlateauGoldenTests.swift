import Testing

@testable import Training

private struct PlateauCase: Decodable {
    struct Settings: Decodable {
        let mode: String?
        let factor: Double?
        let patience: Int?
        let threshold: Double?
        let thresholdMode: String?
        let cooldown: Int?
        let minLr: Double?
        let eps: Double?
    }

    let name: String
    let settings: Settings
    let base: Double
    let edit: Int?
    let measured: [GoldenNumber]
    let rates: [Double]

    enum Mutant: CaseIterable {
        case none, nanIsSkipped, patienceReached, noCooldown, otherThreshold, noMinimum, anyChange
    }

    func passes(_ mutant: Mutant = .none) -> Bool {
        let s = settings
        let isRelative = (s.thresholdMode == nil) != (mutant == .otherThreshold)
        var schedule = ReduceLROnPlateau(
            mode: ReduceLROnPlateau.Mode(rawValue: s.mode ?? "min")!,
            factor: s.factor ?? 0.1,
            patience: (s.patience ?? 10) - (mutant == .patienceReached ? 1 : 0),
            threshold: s.threshold ?? 1e-4,
            thresholdMode: isRelative ? .relative : .absolute,
            cooldown: mutant == .noCooldown ? 0 : s.cooldown ?? 0,
            minimum: mutant == .noMinimum ? 0 : s.minLr ?? 0,
            epsilon: mutant == .anyChange ? 0 : s.eps ?? 1e-8
        )
        var rate = schedule.start(at: base)
        for (index, (value, expected)) in zip(measured, rates).enumerated() {
            if index == edit { rate *= 0.5 }
            rate = schedule.step(from: rate)
            if !value.value.isNaN || mutant != .nanIsSkipped { rate = schedule.measure(value.value, from: rate) }
            guard abs(rate - expected) <= 1e-15 else { return false }
        }
        return true
    }
}

@Suite struct PlateauGoldenTests {
    private static let cases: [PlateauCase] = (try? golden("plateau")) ?? []

    @Test func `every case as PyTorch`() {
        #expect(Self.cases.count == 12)
        for golden in Self.cases { #expect(golden.passes(), "\(golden.name), edit \(golden.edit ?? -1)") }
    }

    @Test func `every golden kills a mutant`() {
        for golden in Self.cases {
            #expect(PlateauCase.Mutant.allCases.contains { $0 != .none && !golden.passes($0) }, "\(golden.name)")
        }
    }

    @Test(arguments: PlateauCase.Mutant.allCases.filter { $0 != .none })
    fileprivate func `every mutant is killed`(_ mutant: PlateauCase.Mutant) {
        #expect(Self.cases.contains { !$0.passes(mutant) })
    }

    @Test func `starting again forgets the best`() {
        var schedule = ReduceLROnPlateau(factor: 0.5, patience: 0)
        var rate = schedule.start(at: 1)
        rate = schedule.measure(1, from: rate)
        rate = schedule.start(at: 1)
        #expect(schedule.best == .infinity)
        rate = schedule.measure(2, from: rate)
        #expect(rate == 1)
    }
}
