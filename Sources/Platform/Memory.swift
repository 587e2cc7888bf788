import Glibc

/// The memory of this machine.
package enum Memory {
    /// Bytes that can be taken before something has to make room: the least of what the system, the groups of processes
    /// and the limits of this process leave; nil where none of them says.
    package static var available: Int? { ([available(root: ""), leftOfLimit]).compactMap(\.self).min() }

    /// What the system and the groups of processes leave, by the files in a folder's proc and sys.
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

    /// A control group, of version 2 or 1: a container, or a job of one.
    private struct Group {
        let folder: String
        let isNew: Bool

        /// What its limit leaves; nil for a group without one. Pages of files that are not in use give way.
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

    /// The groups that this process is in, from the innermost to the outermost: each has a limit of its own.
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

    /// The number behind a word at the start of a line.
    private static func number(after word: String, in lines: [Substring]) -> Int? {
        lines.lazy.map { $0.split(separator: " ") }.first { $0.first.map(String.init) == word }?.dropFirst().first
            .flatMap { Int($0) }
    }

    private static func lines(_ path: String) -> [Substring] { kernelText(path)?.split(separator: "\n") ?? [] }
}
