import Telemetry
import Testing

@testable import Dashboard

/// A screen that only watches.
@Suite struct ReadOnlyTests {
    private static func screen(leaving: RunSession.Leaving = .unaffected) -> Workspace {
        let session = RunSession(Signature(session: "test"), leaving: leaving)
        var workspace = Workspace(session, glyphs: .ascii, isReadOnly: true)
        _ = workspace.update(.arrived(Arrival(SampleRun(steps: 50, ends: false).events, status: .open)))
        return workspace
    }

    @Test func `no key sends a command`() {
        for byte in UInt8(33)...126 where byte != UInt8(ascii: "q") {
            var workspace = Self.screen()
            let keys: [Key] = [.character(Character(Unicode.Scalar(byte))), .character("5"), .enter, .character("y")]
            let effects = keys.flatMap { workspace.update(.key($0)) }
            #expect(!effects.contains { if case .send = $0 { true } else { false } }, "\(keys[0])")
        }
    }

    @Test(arguments: [" ", "n", "]", "l", "t", "s", "c", "r"]) func `keys say why they do nothing`(_ key: Character) {
        var workspace = Self.screen()
        _ = workspace.update(.key(.character(key)))
        #expect(workspace.render(columns: 80, rows: 24).lines.last?.contains("this screen is read-only") == true)
    }

    @Test func `a value is only tried`() {
        var workspace = Self.screen()
        for key in [Key.character("m"), .character("3"), .enter] { _ = workspace.update(.key(key)) }
        #expect(workspace.triedClip?.maxNorm == 3 && workspace.prompt?.complaint == "this screen is read-only")
    }

    @Test func `leaving a run that ends with the screen is allowed`() {
        var workspace = Self.screen(leaving: .stops)
        _ = workspace.update(.key(.character("q")))
        let effects = workspace.update(.key(.character("s")))
        #expect(effects.contains { if case .send(let command, _) = $0 { command.request == .stop } else { false } })
    }
}
