import Glibc
import Platform
public import Telemetry

/// The events of a recording that a run on this machine is writing. It loses no events,
/// however late it is polled, and accepts no commands.
public final class GrowingFile: EventSource {
    /// Bytes read at a time.
    private static let chunk = 1 << 16

    private let path: String
    private let isGrowing: () -> Bool
    private var descriptor: Int32
    private var reader = EventReader()
    private var status = LinkStatus.open
    private var hasEnd = false

    /// - Parameters:
    ///   - path: the recording's path.
    ///   - isGrowing: false once no process writes to it.
    /// - Throws: if it cannot be opened.
    public init(path: String, whileGrowing isGrowing: @escaping () -> Bool) throws(LinkError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LinkError("cannot read \(path): \(systemMessage())") }
        (self.path, self.isGrowing) = (path, isGrowing)
    }

    deinit { close() }

    /// Nil: poll(2) cannot wait for a file to grow.
    public var readiness: Int32? { nil }

    public func poll(limit: Int, into arrival: inout Arrival) {
        arrival.events.removeAll()
        arrival.hasMore = false
        if !status.isOver { read(limit: limit, into: &arrival) }
        arrival.status = status
        arrival.skipped = reader.report
    }

    public func send(_: Command) throws(LinkError) { throw LinkError("\(path) is a recording: it cannot be changed") }

    public func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
        if !status.isOver { status = .ended }
    }

    private func read(limit: Int, into arrival: inout Arrival) {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 16) { buffer in
            while true {
                guard arrival.events.count < limit else {
                    arrival.hasMore = true
                    return
                }
                // Checked before the read, so that the last bytes written are not missed.
                let mayGrow = isGrowing()
                let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 {
                    unsafe reader.feed(
                        UnsafeRawBufferPointer(rebasing: buffer[..<count]),
                        arrival: nil,
                        into: &arrival.events
                    )
                } else if count == 0 && mayGrow {
                    return follow(arrival.events)
                } else if count == 0 || errno != EINTR {
                    reader.finish(into: &arrival.events)
                    follow(arrival.events)
                    status = hasEnd ? .ended : .broken(count == 0 ? "the run is gone" : "\(path): \(systemMessage())")
                    return
                }
            }
        }
    }

    private func follow(_ events: EventList) {
        for (_, event) in events.others {
            if case .end = event { hasEnd = true }
        }
    }
}
