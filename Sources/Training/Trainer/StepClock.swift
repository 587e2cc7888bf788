import Glibc

/// Seconds since the clock was created, monotonic.
struct StepClock {
    private let start: timespec

    init() { start = StepClock.now() }

    var seconds: Double {
        let now = StepClock.now()
        return Double(now.tv_sec - start.tv_sec) + Double(now.tv_nsec - start.tv_nsec) * 1e-9
    }

    private static func now() -> timespec {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time
    }
}
