import Telemetry
import Training
import YAML

/// A schedule of the learning rate that recipes can ask for.
protocol ScheduleKind: SectionKind {
    /// The highest momentum that it gives the optimizer; 0 where it leaves momentum alone.
    var highestMomentum: Double { get }

    /// Whether it goes by the loss of evaluations.
    var needsEvaluations: Bool { get }

    /// The schedule over a run of this many steps.
    func make(steps: Int) -> any Schedule
}

extension ScheduleKind {
    var highestMomentum: Double { 0 }
    var needsEvaluations: Bool { false }
}

// The keys of several schedules; those that PyTorch has are in its words.
extension KeyDeclaration {
    static let gamma = KeyDeclaration("Factor of the learning rate at each drop.", in: .atLeast(0))

    static func startFactor(formerly formerName: String? = nil) -> KeyDeclaration {
        KeyDeclaration(
            "The share of the learning rate that the line or the warm-up starts from.",
            in: .above(0, through: 1),
            formerly: formerName
        )
    }

    static let totalIters = KeyDeclaration(
        "Steps from the start to the end of the line or curve; after them the learning rate stays.",
        in: .atLeast(1)
    )
    static let minLR = KeyDeclaration(
        "The learning rate that a cosine ends at, PyTorch's eta_min; the lowest under plateau.",
        in: .learningRate,
        name: "min_lr"
    )
    static let warmup = KeyDeclaration("Steps of linear warm-up.", in: .atLeast(1))
}
