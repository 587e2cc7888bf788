import ArgumentParser
import Dashboard

extension Option<PlaybackStart?> {
    /// A place in a recording.
    ///
    /// - Parameter help: what the command does with it.
    init(moment help: String) {
        self.init(
            parsing: .unconditional,
            help: ArgumentHelp(help, valueName: "step|end"),
            transform: PlaybackStart.init
        )
    }
}

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
