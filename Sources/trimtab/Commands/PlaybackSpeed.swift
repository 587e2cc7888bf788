import ArgumentParser

/// How fast a recording plays: any positive factor of real time, or max.
struct PlaybackSpeed {
    var factor: Double

    /// - Throws: `ValidationError` for a word that is not a speed.
    init(_ word: String) throws {
        if word == "max" {
            factor = .infinity
        } else if let factor = Double(word), factor.isFinite, factor > 0 {
            self.factor = factor
        } else {
            throw ValidationError("a factor above 0, or max, such as 0.25")
        }
    }
}
