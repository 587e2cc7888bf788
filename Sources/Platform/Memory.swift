import Glibc

/// The memory of this machine.
package enum Memory {
    /// Bytes that can be allocated without swapping: the least that the system, the control groups and this process's
    /// limits leave; nil if none is known.
    package static var available: Int? { ([available(root: ""), leftOfLimit]).compactMap(\.self).min() }

    /// What the system and the control groups leave, read from the folders proc and sys in `root`.
    static func available(root: String) -> Int? {
        ([free(root)] + groups(root).map(\.left)).compactMap(\.self).min()
    }

    private static func free(_ root: String) -> Int? {
        number(after: "MemAvailable:", in: lines("\(root)/proc/meminfo")).map { $0 * 1024 }
    }

    private static var leftOfLimit: Int? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur <= UInt64(Int.max),
            let pages = lines("/proc/self/statm").first?.split(separator: " ").first.flatMap({ Int($0) })
        else { return nil }
        return max(0, Int(limit.rlim_cur) - pages * sysconf(Int32(_SC_PAGESIZE)))
    }

    /// A control group of version 1 or 2, such as a container's.
    private struct Group {
        let folder: String
        let isNew: Bool

        /// Bytes left under its limit; nil without one. Inactive file pages count as free.
        var left: Int? {
            func number(_ file: String) -> Int? { lines("\(folder)/\(file)").first.flatMap { Int($0) } }
            guard let most = number(isNew ? "memory.max" : "memory.limit_in_bytes"),
                let taken = number(isNew ? "memory.current" : "memory.usage_in_bytes")
            else { return nil }
            let files = isNew ? "inactive_file" : "total_inactive_file"
            let passing = Memory.number(after: files, in: lines("\(folder)/memory.stat")) ?? 0
            return max(0, most - taken + min(passing, taken))
        }
    }

    /// The groups of this process, innermost first: each has its own limit.
    private static func groups(_ root: String) -> [Group] {
        lines("\(root)/proc/self/cgroup").flatMap { line -> [Group] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let isNew = parts[0] == "0" && parts[1].isEmpty
            guard isNew || parts[1].split(separator: ",").contains("memory") else { return [] }
            let names = parts[2].split(separator: "/")
            return (0...names.count).reversed().map { depth in
                let path = names.prefix(depth).map { "/\($0)" }.joined()
                return Group(folder: "\(root)/sys/fs/cgroup\(isNew ? "" : "/memory")\(path)", isNew: isNew)
            }
        }
    }

    /// The number after a word that starts a line.
    private static func number(after word: String, in lines: [Substring]) -> Int? {
        lines.lazy.map { $0.split(separator: " ") }.first { $0.first.map(String.init) == word }?.dropFirst().first
            .flatMap { Int($0) }
    }

    private static func lines(_ path: String) -> [Substring] { kernelText(path)?.split(separator: "\n") ?? [] }
}
