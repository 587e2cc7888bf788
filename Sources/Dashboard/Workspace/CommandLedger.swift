import Telemetry

/// The commands of one screen to one run, until they are answered.
struct CommandLedger: Sendable {
    /// Commands that may wait for their answers.
    static let limit = 100
    /// Unanswered ones of a run that is over, kept to be seen.
    private static let unknownLimit = 20

    let signature: Signature
    /// Those that the run has not answered yet, in the order they were sent.
    private(set) var pending: [Command] = []
    /// Those that will not be answered: it is unknown whether they took effect.
    private(set) var unknown: [Command] = []
    private var nextID = 1

    init(_ signature: Signature) { self.signature = signature }

    /// Makes the command of a request, to be sent now.
    ///
    /// - Parameter author: who asks; nil for the operator.
    mutating func issue(_ request: Request, by author: String? = nil) -> Command {
        let command = Command(id: nextID, request: request, by: author ?? signature.name, session: signature.session)
        nextID += 1
        pending.append(command)
        return command
    }

    /// Matches an answer.
    ///
    /// - Returns: true for an answer to one of these commands, and not to another sender's.
    mutating func settle(_ id: Int, session: String?) -> Bool {
        guard session == signature.session, let place = pending.firstIndex(where: { $0.id == id }) else { return false }
        pending.remove(at: place)
        return true
    }

    /// Says that a command did not reach the run: it has no effect and no answer.
    mutating func withdraw(_ command: Command) { pending.removeAll { $0.id == command.id } }

    /// Says that no more answers come.
    ///
    /// - Returns: how many commands were waiting for one.
    mutating func abandon() -> Int {
        defer { pending = [] }
        unknown = (unknown + pending).suffix(Self.unknownLimit)
        return pending.count
    }

    /// True when the run will be held once everything is answered.
    ///
    /// - Parameter isHeld: whether it is held now.
    func expectsHold(_ isHeld: Bool) -> Bool {
        for command in pending.reversed() {
            switch command.request {
            case .pause: return true
            case .resume, .advance: return false
            case .set, .stop, .checkpoint, .rewind: continue
            }
        }
        return isHeld
    }

    /// The value that the last of the waiting commands gives a setting; nil when none sets it.
    func asked(_ name: String) -> SettingValue? {
        for command in pending.reversed() {
            if case .set(name, let value) = command.request { return value }
        }
        return nil
    }
}
