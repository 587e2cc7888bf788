import Foundation
import Testing

@testable import Platform

/// A machine's memory, from a folder that looks like its proc and sys.
@Suite struct FreeMemoryTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")

    private func free(_ files: [String: String]) throws -> Int? {
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return Memory.available(root: root.path)
    }

    private let machine = "MemTotal:       16000000 kB\nMemFree:  1 kB\nMemAvailable:    4000 kB\n"

    @Test func `what the kernel says is available`() throws {
        #expect(try free(["proc/meminfo": machine]) == 4_096_000)
        #expect(try free([:]) == nil)
        #expect(try free(["proc/meminfo": "MemTotal: 1 kB\nnonsense\n"]) == nil)
        #expect(try #require(Memory.available) > 0)
    }

    @Test func `the least that any of the control groups leaves; pages of files give way`() throws {
        let group = "sys/fs/cgroup/jobs/mine"
        var files = [
            "proc/meminfo": machine, "proc/self/cgroup": "0::/jobs/mine\n", "\(group)/memory.max": "max\n",
            "\(group)/memory.current": "100\n", "sys/fs/cgroup/jobs/memory.max": "3000000\n",
            "sys/fs/cgroup/jobs/memory.current": "1000000\n",
            "sys/fs/cgroup/jobs/memory.stat": "anon 5\ninactive_file 250000\n",
        ]
        #expect(try free(files) == 2_250_000)
        files["\(group)/memory.max"] = "1000"
        #expect(try free(files) == 900)
        files["\(group)/memory.current"] = "5000"
        #expect(try free(files) == 0)
    }

    @Test func `control groups of the first version`() throws {
        let files = [
            "proc/meminfo": machine, "proc/self/cgroup": "4:cpu:/jobs\n3:memory,other:/jobs\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "100\n",
            "sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "2000000\n",
            "sys/fs/cgroup/memory/jobs/memory.usage_in_bytes": "600000\n",
            "sys/fs/cgroup/memory/jobs/memory.stat": "total_inactive_file 100000\n",
        ]
        #expect(try free(files) == 1_500_000)
    }
}
