/// What a new max_norm would have done to the steps before it, and what it did to those after it.
struct ClipForecast: Equatable, Sendable {
    /// Steps under the new value after which the two are held side by side.
    static let length = 100

    let predicted: WhatIf
    /// The steps since, as far as `length`, with a finite norm; and where each lies on the step axis.
    private var steps: [(place: Int, isClipped: Bool)] = []

    init(predicted: WhatIf) { self.predicted = predicted }

    /// Steps with a finite norm so far, at most `length`.
    var count: Int { steps.count }
    var isComplete: Bool { count == Self.length }

    /// Share of these steps that were clipped; nil before the first.
    var actual: Double? { steps.isEmpty ? nil : Double(steps.count(where: \.isClipped)) / Double(count) }

    /// How far apart the two shares may lie by chance: twice the standard error of their difference.
    var tolerance: Double? {
        guard let share = predicted.share, let actual, predicted.count > 0 else { return nil }
        // Of both samples together, since they are supposed to be alike.
        let whole = Double(predicted.count + count)
        let mean = (share * Double(predicted.count) + actual * Double(count)) / whole
        return 2 * (mean * (1 - mean) * (1 / Double(predicted.count) + 1 / Double(count))).squareRoot()
    }

    /// Appends the next step.
    mutating func add(_ step: ClipStep) {
        guard !isComplete, step.isUnder(.norm, predicted.maxNorm) || step.isUnder(.unreported, predicted.maxNorm),
            let isClipped = step.isClipped
        else { return }
        if steps.last?.place == step.place { steps.removeLast() }
        steps.append((step.place, isClipped))
    }

    /// Forgets steps that were rewound.
    mutating func cut(after place: Int) { steps.removeAll { $0.place > place } }

    static func == (left: ClipForecast, right: ClipForecast) -> Bool {
        left.predicted == right.predicted && left.steps.elementsEqual(right.steps, by: ==)
    }
}
