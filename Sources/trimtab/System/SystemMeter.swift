import Dashboard
import Glibc
import Platform

/// Measures the load of the machine and of one process, once a second, without blocking.
final class SystemMeter {
    /// Seconds between two measurements.
    private static let interval = 1.0

    /// The process; nil if it is on another machine, or unknown.
    private let process: pid_t?
    private let gpus = GPUWatch()
    private var measuredAt = -Double.infinity
    private var times: ProcessorTimes?
    private var use: ProcessUse?

    /// - Parameter process: a process to measure too; nil for none.
    init(process: pid_t?) {
        self.process = process
    }

    /// The load since the last measurement.
    ///
    /// - Parameter time: seconds on a monotonic clock.
    /// - Returns: nil while the last measurement is younger than a second.
    func measure(at time: Double) -> SystemLoad? {
        guard time >= measuredAt + Self.interval else { return nil }
        let times = kernelText("/proc/stat").flatMap(ProcessorTimes.init(stat:))
        let use = process.flatMap { kernelText("/proc/\($0)/stat") }.flatMap(ProcessUse.init(stat:))
        var load = SystemLoad(gpus: gpus.latest)
        if let times, let before = self.times { load.busy = times.share(since: before) }
        if let memory = kernelText("/proc/meminfo").flatMap(MachineMemory.init(meminfo:)) {
            load.memory = SystemLoad.Use(memory.used, of: memory.total)
        }
        if let use {
            load.residentBytes = use.pages * sysconf(Int32(_SC_PAGESIZE))
            if let before = self.use, use.ticks >= before.ticks {
                load.processors =
                    Double(use.ticks - before.ticks) / Double(sysconf(Int32(_SC_CLK_TCK))) / (time - measuredAt)
            }
        }
        (self.times, self.use, measuredAt) = (times, use, time)
        return load
    }
}
