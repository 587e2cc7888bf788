import Glibc
import Platform
public import Telemetry

/// Events that arrive over a descriptor: a pipe, a FIFO, a child's output, or the socket of a run, which also accepts commands.
public final class StreamSource: EventSource {
    /// Bytes read at a time.
    private static let chunk = 1 << 16
    /// Bytes used to recognize a format; fewer if a line ends sooner.
    private static let headLength = 4096
    /// The capacity set for pipes, in bytes, and Linux's F_SETPIPE_SZ (a GNU extension, which Swift does not import).
    private static let (pipeSize, setPipeSize) = (Int32(1 << 20), Int32(1031))
    /// Bytes of commands that may wait to be sent.
    private static let unsentLimit = 1 << 16

    /// Its name for the operator.
    public let name: String
    private var descriptor: Int32
    private let isSocket: Bool
    private let isOwned: Bool
    private var decoder: (any EventDecoder)?
    private var head: [UInt8] = []
    private var unsent: [UInt8] = []
    private var status: LinkStatus
    /// True once the run has reported its end.
    private var hasEnd = false
    /// True once the run reads no more commands; events may still arrive.
    private var isDeaf = false

    /// Reads what a program writes to a pipe or FIFO.
    ///
    /// - Parameters:
    ///   - descriptor: the descriptor to read from.
    ///   - name: its name for the operator.
    ///   - isOwned: true if the descriptor is closed with the source.
    public init(reading descriptor: Int32, name: String, isOwned: Bool) {
        (self.descriptor, self.name, self.isOwned) = (descriptor, name, isOwned)
        (isSocket, status) = (false, .open)
        // Lets a writer that is faster for a while run ahead of drawing. Failing is harmless: the descriptor may not be a
        // pipe, or the limit may be lower.
        _ = fcntl(descriptor, Self.setPipeSize, Self.pipeSize)
    }

    /// Connects to a run.
    ///
    /// - Parameter path: its socket's path.
    /// - Throws: if the run cannot be reached.
    public init(connectingTo path: String) throws(LinkError) {
        descriptor = try UnixSocket.connect(to: path)
        (name, isOwned, isSocket, status) = (path, true, true, .catchingUp)
        decoder = EventReader()
    }

    deinit { close() }

    public var readiness: Int32? { status.isOver ? nil : descriptor }

    public func poll(limit: Int, into arrival: inout Arrival) {
        arrival.events.removeAll()
        arrival.hasMore = false
        if !status.isOver {
            sendUnsent()
            read(limit: limit, into: &arrival)
            follow(arrival.events)
        }
        arrival.status = status
        if let decoder { arrival.skipped = decoder.report }
    }

    public func send(_ command: Command) throws(LinkError) {
        guard isSocket else { throw LinkError("\(name) is a stream: what comes from it cannot be changed") }
        switch status {
        case .ended: throw LinkError("the run has ended")
        case .broken(let reason): throw LinkError(reason)
        case .catchingUp, .open: break
        }
        guard unsent.count < Self.unsentLimit else { throw LinkError("the run is not reading commands") }
        var encoder = LineEncoder()
        encoder.append(command)
        unsent += encoder.bytes
        sendUnsent()
        if isDeaf { throw LinkError("connection lost: the run is gone") }
    }

    public func close() {
        guard descriptor >= 0 else { return }
        if isOwned { Glibc.close(descriptor) }
        descriptor = -1
        if !status.isOver { status = .ended }
    }

    private func read(limit: Int, into arrival: inout Arrival) {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 16) { buffer in
            while isReadable {
                guard arrival.events.count < limit else {
                    arrival.hasMore = true
                    return
                }
                let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 {
                    unsafe feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &arrival.events)
                } else if count == 0 {
                    return finish(into: &arrival.events, problem: nil)
                } else if errno != EINTR && errno != EAGAIN {
                    return finish(into: &arrival.events, problem: systemMessage())
                }
            }
        }
    }

    /// Whether a read would not block. The descriptor may be shared with another program, so it is not made non-blocking.
    private var isReadable: Bool {
        var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&file, 1, 0) > 0
    }

    private func feed(_ bytes: UnsafeRawBufferPointer, into events: inout EventList) {
        guard decoder == nil else {
            unsafe decoder?.feed(bytes, arrival: monotonicSeconds(), into: &events)
            return
        }
        unsafe head.append(contentsOf: bytes)
        if head.count >= Self.headLength || head.contains(UInt8(ascii: "\n")) { recognize(into: &events) }
    }

    private func recognize(into events: inout EventList) {
        unsafe head.withUnsafeBytes { bytes in
            decoder = unsafe EventFormats.decoder(for: UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.headLength)))
            unsafe decoder?.feed(bytes, arrival: monotonicSeconds(), into: &events)
        }
        head = []
    }

    private func finish(into events: inout EventList, problem: String?) {
        if decoder == nil { recognize(into: &events) }
        decoder?.finish(into: &events)
        follow(events)
        if hasEnd || !isSocket && problem == nil {
            status = .ended
        } else if let problem, !isSocket {
            status = .broken("\(name) cannot be read any more: \(problem)")
        } else {
            status = .broken("connection lost: the run is gone, or has dropped this viewer for not reading")
        }
    }

    private func follow(_ events: EventList) {
        for (_, event) in events.others {
            switch event {
            case .live: if status == .catchingUp { status = .open }
            case .end: hasEnd = true
            default: break
            }
        }
    }

    private func sendUnsent() {
        while !unsent.isEmpty {
            let count = unsafe unsent.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                unsent.removeFirst(count)
            } else if errno != EINTR {
                if errno != EAGAIN { (unsent, isDeaf) = ([], true) }
                return
            }
        }
    }
}
