import Foundation
import Testing

@testable import Links

/// Where runs listen, and which of them a word means.
@Suite struct RunAddressTests {
    @Test func `a folder is made that nobody else reaches`() throws {
        let folder = try RunFolder()
        let made = try RunDirectory.make(in: folder.environment)
        #expect(made.path == folder.path + "/trimtab" && made.problem == nil)
        #expect(try RunDirectory.make(in: folder.environment) == made)
        var status = stat()
        #expect(stat(made.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
        // Without XDG_RUNTIME_DIR, and with one that is not a folder of the user's, it is under the temporary directory.
        for runtime in ["", "/nowhere", "relative", "/etc/passwd"] {
            let other = try RunDirectory.make(in: ["XDG_RUNTIME_DIR": runtime, "TMPDIR": folder.path + "/"])
            #expect(other.path == "\(folder.path)/trimtab-\(geteuid())")
        }
    }

    @Test func `a folder that others reach is not used`() throws {
        let folder = try RunFolder()
        let (first, second) = (folder.path + "/trimtab", "\(folder.path)/trimtab-\(geteuid())")
        try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
        chmod(second, 0o755)
        symlink(second, first)
        #expect(throws: LinkError("\(first) is not a folder; \(second) is open to other users: chmod 700 \(second)")) {
            try RunDirectory.make(in: folder.environment)
        }
        #expect(!RunDirectory.all(in: folder.environment).contains { $0.path.hasPrefix(folder.path) })
        chmod(second, 0o700)
        #expect(try RunDirectory.make(in: folder.environment).path == second)
    }

    @Test func `a files name says whose the socket is`() {
        let directory = RunDirectory(path: "/d")
        let plain = RunAddress(directory: directory, name: "my run/é", pid: 12)
        #expect(
            plain.path == "/d/my-run--.12.sock" && RunAddress(directory: directory, file: "my-run--.12.sock") == plain
        )
        let launched = RunAddress(
            directory: directory,
            name: String(repeating: "n", count: 50),
            pid: 1,
            launch: "abcd1234"
        )
        #expect(launched.path == "/d/\(String(repeating: "n", count: 40)).1.abcd1234.sock")
        #expect(RunAddress(directory: directory, file: "\(launched.name).1.abcd1234.sock") == launched)
        for file in [
            "", ".sock", "a.sock", "a.b.sock", "a.0.sock", "a.1", "a.1.b.c.sock", "a b.1.sock", ".1.sock", "a.1..sock",
        ] {
            #expect(RunAddress(directory: directory, file: file) == nil)
        }
        #expect(RunAddress.reduced("") == "run")
    }

    @Test func `sockets that runs left behind are removed`() throws {
        let folder = try RunFolder()
        let directory = try RunDirectory.make(in: folder.environment)
        // No process has this number.
        let dead = RunAddress(directory: directory, name: "dead", pid: 0x3fff_fff0)
        close(try #require(try UnixSocket.listen(at: dead.path)))
        // A process that lives has bound and does not listen yet.
        let young = RunAddress(directory: directory, name: "young", pid: Int(getpid()))
        close(try #require(try UnixSocket.listen(at: young.path)))
        try "".write(toFile: "\(directory.path)/other.1.sock", atomically: true, encoding: .utf8)
        let server = try folder.server("run")
        #expect(Set(folder.runs.map(\.name)) == ["run", "young"])
        #expect(!FileManager.default.fileExists(atPath: dead.path))
        #expect(FileManager.default.fileExists(atPath: "\(directory.path)/other.1.sock"))
        server.close()
        #expect(folder.runs.map(\.name) == ["young"])
    }

    @Test func `runs of one name and process are numbered`() throws {
        let folder = try RunFolder()
        let servers = try (1...3).map { _ in try folder.server("run") }
        #expect(Set(folder.runs.map(\.name)) == ["run", "run-2", "run-3"])
        for server in servers { server.close() }
        #expect(folder.runs.isEmpty)
    }

    @Test func `a path longer than an address holds is reached`() throws {
        let folder = try RunFolder()
        let deep = folder.path + "/" + String(repeating: "d", count: 120)
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        let server = try RunServer(name: "run", environment: ["XDG_RUNTIME_DIR": deep]) { _ in }
        let viewer = Collected(try StreamSource(connectingTo: server.address.path))
        try viewer.until("the end of the history") { $0.status == .open }
        server.close()
    }

    @Test func `a word means one run`() throws {
        let directory = RunDirectory(path: "/d")
        let runs = [
            RunAddress(directory: directory, name: "digits", pid: 10),
            RunAddress(directory: directory, name: "digits", pid: 20),
            RunAddress(directory: directory, name: "gpt", pid: 30, launch: "abcd1234"),
        ]
        func found(_ word: String) -> [Int] { RunTarget.exactMatches(of: word, in: runs).map(\.pid) }
        #expect(found("digits") == [10, 20] && found("digits.20") == [20] && found("20") == [20])
        #expect(found("gpt") == [30] && found("abcd1234") == [30])
        #expect(found("g") == [] && found("") == [] && found("/d/gpt") == [])
    }

    @Test func `a word leads to a run or a file`() throws {
        let folder = try RunFolder()
        let servers = try ["alpha", "alpine", "beta"].map { try folder.server($0) }
        defer { for server in servers { server.close() } }
        let environment = folder.environment
        #expect(try RunTarget.find("bet", in: environment) == .socket(servers[2].address.path))
        #expect(try RunTarget.find("alpha", in: environment) == .socket(servers[0].address.path))
        #expect(try RunTarget.find(servers[1].address.path, in: environment) == .socket(servers[1].address.path))
        let recording = folder.path + "/r.jsonl"
        try "".write(toFile: recording, atomically: true, encoding: .utf8)
        #expect(try RunTarget.find(recording, in: environment) == .file(recording))
        #expect { try RunTarget.find("alp", in: environment) } throws: { error in
            "\(error)".hasPrefix("alp means 2 runs; name one by the number of its process: ")
        }
        #expect { try RunTarget.find("gamma", in: environment) } throws: { error in
            "\(error)".hasPrefix("gamma: no run of this name or process, and no such file (known: ")
        }
    }
}
