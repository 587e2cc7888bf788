import Glibc
import Platform
import Telemetry

/// Processor time since a moment, and how much of it was used by other programs than a worker.
struct BusyTime {
    private let worker: WorkerProcess?
    private let clock: Double
    private let machine: Double
    private let own: Double

    init(_ worker: WorkerProcess? = nil) {
        self.worker = worker
        (clock, machine, own) = (monotonicSeconds(), Self.machineSeconds, worker?.processorSeconds ?? 0)
    }

    /// The seconds since then, and the processor seconds that others used, including other guests of the host.
    func sinceThen() -> (seconds: Double, others: Double) {
        let (own, seconds) = ((worker?.processorSeconds ?? 0) - own, monotonicSeconds() - clock)
        let others = Self.machineSeconds - machine - own
        // The host sometimes reports stolen time late and all at once.
        return (seconds, min(max(others, 0), seconds * Double(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    }

    /// Seconds that all processors were busy so far: the columns of /proc/stat except idle, waiting and guests.
    private static var machineSeconds: Double {
        guard let line = kernelText("/proc/stat")?.split(separator: "\n").first else { return 0 }
        let words = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard words.count >= 8 else { return 0 }
        return (words[0] + words[1] + words[2] + words[5] + words[6] + words[7]) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// Warns if other programs keep the machine busy.
func warnOfOtherPrograms() {
    let busy = BusyTime()
    sleep(1)
    let others = busy.sinceThen().others
    guard others > 0.1 else { return }
    warn(
        """
        other programs keep \(NumberFormat.fixed(others, places: 1)) cores busy; threads that wait for each other suffer most \
        from that, PyTorch's above all: the figures are good for a quiet machine only
        """
    )
}
