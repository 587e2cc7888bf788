import ArgumentParser

/// A place in a recording: a step, or its end.
enum Moment: ExpressibleByArgument, Equatable {
    case step(Int)
    case end

    init?(argument: String) {
        if argument == "end" {
            self = .end
        } else if let step = Int(argument), step >= 0 {
            self = .step(step)
        } else {
            return nil
        }
    }
}
