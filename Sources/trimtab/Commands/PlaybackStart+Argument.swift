public import ArgumentParser
public import Dashboard

extension PlaybackStart: ExpressibleByArgument {
    public init?(argument: String) {
        if argument == "end" {
            self = .end
        } else if let step = Int(argument), step >= 0 {
            self = .step(step)
        } else {
            return nil
        }
    }
}
