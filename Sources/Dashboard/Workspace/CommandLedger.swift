import Telemetry

/// The unanswered commands of one screen to one run.
struct CommandLedger: Sendable {
    /// The most commands that may be unanswered.
    static let limit = 100
    /// The most unanswered commands kept of a run that is over.
    private static let unknownLimit = 20

    let signature: Signature
    /// The commands that the run has not answered yet, in order.
    private(set) var pending: [Command] = []
    /// The commands that will not be answered; it is unknown whether they took effect.
    private(set) var unknown: [Command] = []
    private var nextID = 1

    init(_ signature: Signature) { self.signature = signature }

    /// Makes a command to send.
    ///
    /// - Parameter author: the author; nil for the operator.
    mutating func issue(_ request: Request, by author: String? = nil) -> Command {
        let command = Command(id: nextID, request: request, by: author ?? signature.name, session: signature.session)
        nextID += 1
        pending.append(command)
        return command
    }

    /// Matches an answer.
    ///
    /// - Returns: true for an answer to one of these commands, false for another sender's.
    mutating func settle(_ id: Int, session: String?) -> Bool {
        guard session == signature.session, let index = pending.firstIndex(where: { $0.id == id }) else { return false }
        pending.remove(at: index)
        return true
    }

    /// Removes a command that did not reach the run.
    mutating func withdraw(_ command: Command) { pending.removeAll { $0.id == command.id } }

    /// Ends the ledger: no more answers come.
    ///
    /// - Returns: the number of unanswered commands.
    mutating func abandon() -> Int {
        defer { pending = [] }
        unknown = (unknown + pending).suffix(Self.unknownLimit)
        return pending.count
    }

    /// True if the run will be held after all pending commands.
    ///
    /// - Parameter isHeld: true if it is held now.
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

    /// The value that the last pending command sets for a setting; nil if none does.
    func asked(_ name: String) -> SettingValue? {
        for command in pending.reversed() {
            if case .set(name, let value) = command.request { return value }
        }
        return nil
    }
}
