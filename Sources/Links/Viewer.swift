import Glibc
import Telemetry

/// One connection to a viewer; belongs to the server's thread.
final class Viewer {
    /// Seconds within which a viewer must read some of the waiting lines.
    private static let patience = 10.0
    /// Bytes read at a time.
    private static let chunk = 1 << 16

    private let descriptor: Int32
    private var input = CommandInput()
    private var output: ViewerOutput
    /// When bytes were last sent, or first queued after all were sent.
    private var movedAt = monotonicSeconds()
    /// True once the viewer sends nothing more.
    private var isInputClosed = false
    /// True once it reads nothing more. Its earlier commands remain valid.
    private var isDeaf = false

    init(_ descriptor: Int32, history: [UInt8]) {
        self.descriptor = descriptor
        output = ViewerOutput(history: history)
    }

    /// The events poll(2) waits for.
    func interest(now: Double) -> pollfd {
        let wantsInput = !isInputClosed && input.isReadable(now: now)
        let events = (wantsInput ? POLLIN : 0) | (output.isEmpty ? 0 : POLLOUT)
        // poll(2) would report the hang-up again and again.
        return pollfd(fd: isDeaf && events == 0 ? -1 : descriptor, events: Int16(events), revents: 0)
    }

    /// Seconds after which the viewer must be checked even without events.
    func patience(now: Double) -> Double {
        let reading = output.isEmpty ? Double.infinity : movedAt + Self.patience - now
        let waiting = input.waitingSeconds(now: now)
        return max(0, min(reading, waiting > 0 || input.hasLine ? waiting : .infinity))
    }

    /// True when all queued lines have been sent.
    var isServed: Bool { output.isEmpty }

    /// True when the connection is to be closed: it broke, its viewer does not read, or a line was too long.
    func isOver(now: Double) -> Bool {
        if isDeaf { return isInputClosed && !input.hasLine }
        let isStuck = !output.isEmpty && now - movedAt > Self.patience
        return isStuck || output.isTooFarBehind || input.isOverlong && output.isEmpty
    }

    /// Queues the lines of `steps` steps, or of other events if that is 0.
    func append(_ lines: [UInt8], steps: Int) {
        guard !isDeaf else { return }
        if output.isEmpty { movedAt = monotonicSeconds() }
        output.append(lines, steps: steps)
    }

    /// Counts steps that cannot be sent.
    func append(missing steps: Int) { output.append(missing: steps) }

    /// Settles the command that an answer of the run belongs to, if this viewer sent it.
    func settle(session: String?, id: Int) { input.settle(session: session, id: id) }

    /// Sends and receives without blocking.
    ///
    /// - Parameter ready: the events that poll(2) has found.
    func exchange(_ ready: Int16, now: Double, _ onCommand: (Command) -> Void) {
        if ready & Int16(POLLIN) != 0 { receive() }
        passCommands(now: now, onCommand)
        if ready & Int16(POLLHUP) != 0 { stopSending() }
        if ready & Int16(POLLERR | POLLNVAL) != 0 {
            stopSending()
            isInputClosed = true
        }
        send(now: now)
    }

    func send(now: Double) {
        var hasFailed = false
        let count = unsafe output.send { bytes in
            let count = unsafe Glibc.send(
                descriptor,
                bytes.baseAddress,
                bytes.count,
                Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            )
            hasFailed = count < 0 && errno != EAGAIN && errno != EINTR
            return count
        }
        if count > 0 { movedAt = now }
        if hasFailed { stopSending() }
    }

    func close() { Glibc.close(descriptor) }

    private func stopSending() {
        isDeaf = true
        output.removeAll()
    }

    private func receive() {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 16) { buffer in
            let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                unsafe input.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else if count == 0 || errno != EAGAIN && errno != EINTR {
                isInputClosed = true
            }
        }
    }

    private func passCommands(now: Double, _ onCommand: (Command) -> Void) {
        while let item = input.next(now: now) {
            switch item {
            case .command(let command): onCommand(command)
            case .refused(let reason): append(Self.refusal(reason), steps: 0)
            }
        }
    }

    /// The answer to a line that is not a command; it has no request.
    private static func refusal(_ reason: String) -> [UInt8] {
        var line = Array(#"{"event":"rejected","id":0,"reason":"#.utf8)
        line.append(json: reason)
        return line + Array("}\n".utf8)
    }
}
