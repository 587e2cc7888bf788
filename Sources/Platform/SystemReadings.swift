/// Processor time since boot, summed over all processors, in ticks.
public struct ProcessorTimes: Equatable, Sendable {
    public var busy: UInt64
    public var total: UInt64

    /// - Parameter stat: the text of /proc/stat, whose first line sums over the processors.
    public init?(stat: String) {
        guard let line = stat.split(separator: "\n").first else { return nil }
        let fields = line.split(separator: " ")
        guard fields.first == "cpu", fields.count >= 5 else { return nil }
        // user, nice, system, idle, iowait, irq, softirq, steal; guest time is already in the first two.
        let times = fields.dropFirst().prefix(8).compactMap { UInt64($0) }
        guard times.count == min(fields.count - 1, 8) else { return nil }
        total = times.reduce(0, &+)
        busy = total &- times[3] &- (times.count > 4 ? times[4] : 0)
    }

    /// Share of the time since an earlier reading that was busy, from 0 to 1; nil if no time has passed.
    public func share(since earlier: ProcessorTimes) -> Double? {
        // The kernel's counts may run backwards by a tick.
        guard total > earlier.total, busy >= earlier.busy else { return nil }
        return min(1, Double(busy - earlier.busy) / Double(total - earlier.total))
    }
}

/// The memory of the machine, in bytes.
public struct MachineMemory: Equatable, Sendable {
    public var used: Int
    public var total: Int

    /// - Parameter meminfo: the text of /proc/meminfo.
    public init?(meminfo: String) {
        func bytes(_ name: String) -> Int? {
            let line = meminfo.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        guard let total = bytes("MemTotal"), let available = bytes("MemAvailable"), available <= total else {
            return nil
        }
        self.total = total
        used = total - available
    }
}

/// What a process has used.
public struct ProcessUse: Equatable, Sendable {
    /// Processor time, in ticks.
    public var ticks: UInt64
    /// Pages of resident memory.
    public var pages: Int

    /// - Parameter stat: the text of /proc/PID/stat.
    public init?(stat: String) {
        // The program's name is in parentheses and may itself contain parentheses and spaces.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split { $0 == " " || $0 == "\n" }
        guard fields.count > 21, let user = UInt64(fields[11]), let system = UInt64(fields[12]),
            let pages = Int(fields[21])
        else { return nil }
        (ticks, self.pages) = (user &+ system, pages)
    }
}

/// A line of `nvidia-smi --query-gpu=index,utilization.gpu,memory.used,memory.total,temperature.gpu
/// --format=csv,noheader,nounits`; values that a card does not report are nil.
public struct GPUReading: Equatable, Sendable {
    public static let query = "index,utilization.gpu,memory.used,memory.total,temperature.gpu"

    public var index: Int
    /// From 0 to 1.
    public var busy: Double?
    /// Bytes.
    public var used: Int?
    public var total: Int?
    /// Degrees Celsius.
    public var temperature: Double?

    public init?(_ line: some StringProtocol) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            field.split(separator: " ").joined(separator: " ")
        }
        guard fields.count == 5, let index = Int(fields[0]) else { return nil }
        // Missing values are words such as [N/A].
        let numbers = fields.map { Double($0).flatMap { $0.isFinite && $0 >= 0 && $0 < 1e9 ? $0 : nil } }
        self.index = index
        busy = numbers[1].map { min(1, $0 / 100) }
        used = numbers[2].map { Int($0) << 20 }
        total = numbers[3].map { Int($0) << 20 }
        temperature = numbers[4]
    }
}
