import Glibc
import Telemetry

/// Sleeps until one of the sources has something to poll, or the time is up.
public func waitForEvents(of sources: [any EventSource], seconds: Double) {
    var files = sources.map { pollfd(fd: $0.readiness ?? -1, events: Int16(POLLIN), revents: 0) }
    let milliseconds = seconds.isFinite ? Int32(min(max(0, seconds) * 1000, 3_600_000).rounded(.up)) : -1
    unsafe poll(&files, nfds_t(files.count), milliseconds)
}

extension EventSource {
    /// Sleeps until there is something to poll; returns at once for a source without a descriptor.
    public func wait() {
        if readiness != nil { waitForEvents(of: [self], seconds: .infinity) }
    }
}
