import Telemetry

@testable import Dashboard

extension Signature {
    /// How the screens of the tests sign.
    static let ofTests = Signature(session: "test")
}

extension Workspace {
    /// The screen of a live run.
    static func run(_ glyphs: GlyphSet = .braille, leaving: RunSession.Leaving = .unaffected) -> Workspace {
        Workspace(RunSession(.ofTests, leaving: leaving), glyphs: glyphs)
    }

    /// The screen of a recording that has been played to its end.
    static func recording(_ events: [Event] = [], _ glyphs: GlyphSet = .braille) -> Workspace {
        var workspace = Workspace(RunSession(Player(Playback(speed: .infinity))), glyphs: glyphs)
        _ = workspace.update(.arrived(Arrival(recorded: events)))
        _ = workspace.update(.tick(0))
        return workspace
    }

    var pending: [Command] { session.commands.pending }
}

extension Player {
    /// One of these lines, or with `isWhole` of a file that holds them.
    mutating func append(_ lines: [UInt8], isWhole: Bool = false) {
        append(Arrival(lines: lines, status: isWhole ? .ended : .open))
    }

    /// Says that nothing more comes.
    mutating func finish() { append([], isWhole: true) }
}

extension Workspace.Input {
    static func event(_ event: Event) -> Self { .arrived(Arrival([event], status: .open)) }
}

extension Arrival {
    /// Events as a recording brings them.
    init(recorded events: [Event], status: LinkStatus = .open) {
        var encoder = LineEncoder()
        for event in events { encoder.append(event) }
        self.init(lines: encoder.bytes, status: status)
    }

    init(lines: [UInt8], status: LinkStatus = .open) {
        self.init(status: status)
        var reader = EventReader()
        lines.withUnsafeBytes { reader.feed($0, to: &events) }
        if status.isOver { reader.finish(to: &events) }
        skipped = reader.report
    }
}
