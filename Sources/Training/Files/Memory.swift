import Glibc

/// The memory of this machine.
package enum Memory {
    /// Bytes that can be taken before something has to make room: the least of what the system, the group of processes
    /// and the limits of this process leave; nil where none of them says.
    package static var available: Int? { [free, leftInGroup, leftOfLimit].compactMap(\.self).min() }

    private static var free: Int? {
        guard let line = lines("/proc/meminfo").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }

    /// What a container may still take: version 2 of control groups, or version 1.
    private static var leftInGroup: Int? {
        func number(_ file: String) -> Int? { lines("/sys/fs/cgroup/\(file)").first.flatMap { Int($0) } }
        for (most, taken) in [
            ("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
        ] {
            if let most = number(most), let taken = number(taken) { return max(0, most - taken) }
        }
        return nil
    }

    private static var leftOfLimit: Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur <= UInt64(Int.max),
            let pages = lines("/proc/self/statm").first?.split(separator: " ").first.flatMap({ Int($0) })
        else { return nil }
        return max(0, Int(limit.rlim_cur) - pages * sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The lines of a file that the kernel writes as it is read, whose length is therefore not known.
    private static func lines(_ path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    }
}
