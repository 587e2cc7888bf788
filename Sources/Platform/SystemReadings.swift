/// Time that all processors have spent since the machine was started, in ticks.
public struct ProcessorTimes: Equatable, Sendable {
    public var busy: UInt64
    public var all: UInt64

    /// - Parameter stat: the text of /proc/stat, whose first line sums over the processors.
    public init?(stat: String) {
        guard let line = stat.split(separator: "\n").first else { return nil }
        let fields = line.split(separator: " ")
        guard fields.first == "cpu", fields.count >= 5 else { return nil }
        // user, nice, system, idle, iowait, irq, softirq, steal; what guests take is in the first two already.
        let times = fields.dropFirst().prefix(8).compactMap { UInt64($0) }
        guard times.count == min(fields.count - 1, 8) else { return nil }
        all = times.reduce(0, &+)
        busy = all &- times[3] &- (times.count > 4 ? times[4] : 0)
    }

    /// Share of the time since an earlier reading in which processors computed, from 0 to 1; nil where no time has passed.
    public func share(since earlier: ProcessorTimes) -> Double? {
        // The kernel's counts may run backwards by a tick.
        guard all > earlier.all, busy >= earlier.busy else { return nil }
        return min(1, Double(busy - earlier.busy) / Double(all - earlier.all))
    }
}

/// The memory of the machine, in bytes.
public struct MachineMemory: Equatable, Sendable {
    public var used: Int
    public var all: Int

    /// - Parameter meminfo: the text of /proc/meminfo.
    public init?(meminfo: String) {
        func bytes(_ name: String) -> Int? {
            let line = meminfo.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        guard let all = bytes("MemTotal"), let available = bytes("MemAvailable"), available <= all else { return nil }
        self.all = all
        used = all - available
    }
}

/// What a process has taken.
public struct ProcessUse: Equatable, Sendable {
    /// Processor time, in ticks.
    public var ticks: UInt64
    /// Pages of memory.
    public var pages: Int

    /// - Parameter stat: the text of /proc/PID/stat.
    public init?(stat: String) {
        // The name of a program stands in brackets and may hold anything, brackets and blanks too.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split { $0 == " " || $0 == "\n" }
        guard fields.count > 21, let user = UInt64(fields[11]), let system = UInt64(fields[12]),
            let pages = Int(fields[21])
        else { return nil }
        (ticks, self.pages) = (user &+ system, pages)
    }
}

/// A line of `nvidia-smi --query-gpu=index,utilization.gpu,memory.used,memory.total,temperature.gpu
/// --format=csv,noheader,nounits`; what a card does not report is nil.
public struct GPUReading: Equatable, Sendable {
    public static let query = "index,utilization.gpu,memory.used,memory.total,temperature.gpu"

    public var index: Int
    /// From 0 to 1.
    public var busy: Double?
    /// Bytes.
    public var used: Int?
    public var all: Int?
    /// Degrees Celsius.
    public var temperature: Double?

    public init?(_ line: some StringProtocol) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            field.split(separator: " ").joined(separator: " ")
        }
        guard fields.count == 5, let index = Int(fields[0]) else { return nil }
        // Others are words such as [N/A].
        let numbers = fields.map { Double($0).flatMap { $0.isFinite && $0 >= 0 && $0 < 1e9 ? $0 : nil } }
        self.index = index
        busy = numbers[1].map { min(1, $0 / 100) }
        used = numbers[2].map { Int($0) << 20 }
        all = numbers[3].map { Int($0) << 20 }
        temperature = numbers[4]
    }
}
