/// The effect that a new max_norm would have had on earlier steps, and its effect on later ones.
struct ClipForecast: Equatable, Sendable {
    /// The number of steps under the new value that are compared.
    static let length = 100

    let predicted: WhatIf
    /// The first `length` steps since with a finite norm, by their positions on the step axis.
    private var steps: [(position: Int, isClipped: Bool)] = []

    init(predicted: WhatIf) { self.predicted = predicted }

    /// Steps with a finite norm so far, at most `length`.
    var count: Int { steps.count }
    var isComplete: Bool { count == Self.length }

    /// The share of these steps that were clipped; nil before the first.
    var actual: Double? { steps.isEmpty ? nil : Double(steps.count(where: \.isClipped)) / Double(count) }

    /// The difference of the two shares to expect by chance: twice its standard error.
    var tolerance: Double? {
        guard let share = predicted.share, let actual, predicted.count > 0 else { return nil }
        // Pooled, since both samples should have the same share.
        let whole = Double(predicted.count + count)
        let mean = (share * Double(predicted.count) + actual * Double(count)) / whole
        return 2 * (mean * (1 - mean) * (1 / Double(predicted.count) + 1 / Double(count))).squareRoot()
    }

    /// Appends the next step.
    mutating func add(_ step: ClipStep) {
        guard !isComplete, step.isUnder(.norm, predicted.maxNorm) || step.isUnder(.unreported, predicted.maxNorm),
            let isClipped = step.isClipped
        else { return }
        if steps.last?.position == step.position { steps.removeLast() }
        steps.append((step.position, isClipped))
    }

    /// Removes steps after a position.
    mutating func cut(after position: Int) { steps.removeAll { $0.position > position } }

    static func == (left: ClipForecast, right: ClipForecast) -> Bool {
        left.predicted == right.predicted && left.steps.elementsEqual(right.steps, by: ==)
    }
}
