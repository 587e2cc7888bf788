import Telemetry
import Training
import YAML

/// A rise to the learning rate and a fall far below its start, while the momentum does the opposite.
struct OneCycleKind: ScheduleKind {
    let word = "one_cycle"
    let meaning = "a rise and a fall over the run; optimizer.lr is the peak, PyTorch's max_lr"
    let synonyms = "OneCycleLR 1cycle"

    @Key("The share of the steps in which the learning rate rises.", in: .from(0, through: 1)) var pctStart = 0.3
    @Key("The shape of each rise and fall.") var annealStrategy = OneCycleLR.Anneal.cosine
    @Key("The peak over the first learning rate.", in: .above(0)) var divFactor = 25.0
    @Key("The first learning rate over the last.", in: .above(0)) var finalDivFactor = 1e4
    @Key("Falls to the first learning rate as it rose, and only then to the last.") var threePhase = false
    @Key("Momentum, or the first of the betas, falls while the learning rate rises, and rises while it falls.")
    var cycleMomentum = true
    @Key("The lowest momentum, under cycle_momentum.", in: .from(0, below: 1)) var baseMomentum = 0.85
    @Key("The highest momentum, under cycle_momentum.", in: .from(0, below: 1)) var maxMomentum = 0.95

    func check(_ report: inout FaultReport) {
        guard cycleMomentum, baseMomentum > maxMomentum else { return }
        report.add(
            "schedule.base_momentum must not be more than max_momentum "
                + "(got \(shortest(baseMomentum)) and \(shortest(maxMomentum)))",
            at: $baseMomentum,
            $maxMomentum
        )
    }

    var highestMomentum: Double { cycleMomentum ? maxMomentum : 0 }

    func make(steps: Int) -> any Schedule {
        OneCycleLR(
            steps: steps,
            riseShare: pctStart,
            anneal: annealStrategy,
            momenta: cycleMomentum ? (baseMomentum, maxMomentum) : nil,
            startDivisor: divFactor,
            endDivisor: finalDivFactor,
            hasThreePhases: threePhase
        )
    }
}
