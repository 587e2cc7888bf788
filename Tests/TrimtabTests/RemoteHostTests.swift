import Testing

@testable import trimtab

/// Which words name a run on another machine.
@Suite struct RemoteHostTests {
    @Test(
        arguments: [
            ("ann@gpu1", "ann@gpu1", nil), ("ann@gpu1:digits", "ann@gpu1", "digits"), ("ann@gpu1:", "ann@gpu1", nil),
            ("a.b@10.0.0.7:1234", "a.b@10.0.0.7", "1234"), ("ann@[::1]:gpt", "ann@::1", "gpt"),
            ("ann@[fe80::2]", "ann@fe80::2", nil),
            ("ann@gpu1:a'b", "ann@gpu1", "a'b"),
        ]
    ) func `a host is named`(word: String, destination: String, run: String?) throws {
        let host = try #require(RemoteHost(word))
        #expect(host.destination == destination && host.run == run)
    }

    @Test(arguments: ["", "digits", "@gpu1", "ann@", "ann@:digits", "./a@b", "/tmp/a@b.jsonl", "ann@[::1", "-"])
    func `other words name none`(word: String) {
        #expect(RemoteHost(word) == nil)
    }
}
