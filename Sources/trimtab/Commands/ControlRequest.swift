import Telemetry

extension Request {
    /// What an operator may ask on the command line.
    static let commandLine = """
        pause, resume, step [N], set NAME=VALUE, checkpoint, rewind STEP, stop
        """

    /// Reads a request from the words of a command line.
    ///
    /// - Throws: `BadInput` for what is none.
    init(words: [String]) throws(BadInput) {
        let verb = words.first ?? ""
        let rest = words.dropFirst()
        switch (verb, rest.count) {
        case ("pause", 0): self = .pause
        case ("resume", 0): self = .resume
        case ("stop", 0): self = .stop
        case ("checkpoint", 0): self = .checkpoint
        case ("step", 0): self = .advance(1)
        case ("step", 1): self = .advance(try Self.whole(rest[1], of: "step", from: 1))
        case ("rewind", 1): self = .rewind(to: try Self.whole(rest[1], of: "rewind", from: 0))
        case ("set", 1):
            guard let equals = rest[1].firstIndex(of: "="), equals > rest[1].startIndex else {
                throw BadInput("set \(rest[1]): write NAME=VALUE, such as max_norm=0.5")
            }
            self = Self.set(rest[1][..<equals], to: rest[1][rest[1].index(after: equals)...])
        case ("set", 2): self = Self.set(rest[1][...], to: rest[2][...])
        case ("", _): throw BadInput("no request given; use one of \(Self.commandLine)")
        default: throw BadInput("\(words.joined(separator: " ")): unknown request; use one of \(Self.commandLine)")
        }
    }

    private static func set(_ name: Substring, to value: Substring) -> Request {
        .set(name: String(name), value: Double(value).map(SettingValue.number) ?? .word(String(value)))
    }

    private static func whole(_ word: String, of verb: String, from least: Int) throws(BadInput) -> Int {
        guard let number = Int(word), number >= least else {
            throw BadInput("\(verb) takes a whole number from \(least) (got \(word))")
        }
        return number
    }
}
