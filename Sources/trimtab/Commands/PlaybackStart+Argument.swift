import ArgumentParser
import Dashboard

extension PlaybackStart {
    /// - Throws: `ValidationError` for a word that is not a place in a recording.
    init(_ word: String) throws {
        if word == "end" {
            self = .end
        } else if let step = Int(word), step >= 0 {
            self = .step(step)
        } else {
            throw ValidationError("a step, 0 or more, or end")
        }
    }
}
