import Glibc
import Telemetry

/// The viewers of a run, and the history that a newcomer receives; belongs to the server's thread.
final class ViewerList {
    /// Viewers at a time; further ones wait to be accepted.
    private static let limit = 32
    /// Bytes of lines that are sent, or dropped, together.
    private static let chunk = 1 << 16
    /// Seconds until the next attempt to accept a viewer when no descriptor is left.
    private static let pause = 1.0

    private let listener: Int32
    private let wakeup: Wakeup
    private let onCommand: (Command) -> Void
    private var viewers: [Viewer] = []
    private var history = ThinnedHistory()
    private var encoder = LineEncoder()
    /// No viewer is accepted before this time.
    private var openFrom = -Double.infinity

    init(listener: Int32, wakeup: Wakeup, onCommand: @escaping (Command) -> Void) {
        (self.listener, self.wakeup, self.onCommand) = (listener, wakeup, onCommand)
    }

    deinit {
        for viewer in viewers { viewer.close() }
        close(listener)
    }

    var isEmpty: Bool { viewers.isEmpty }

    /// Adds the next events.
    ///
    /// - Parameter missing: steps after these that were lost before they reached the server.
    func append(_ events: [Event], missing: Int) {
        for event in events { history.append(event) }
        guard !viewers.isEmpty else { return }
        var steps = 0
        for event in events {
            let isStep = if case .step = event { true } else { false }
            if !isStep { flush(&steps) }
            encoder.append(event)
            if isStep { steps += 1 }
            if !isStep || encoder.bytes.count >= Self.chunk { flush(&steps) }
            switch event {
            case .applied(let applied): settle(session: applied.session, id: applied.id)
            case .rejected(let rejected): settle(session: rejected.session, id: rejected.id)
            default: break
            }
        }
        flush(&steps)
        if missing > 0 { for viewer in viewers { viewer.append(missing: missing) } }
        for viewer in viewers { viewer.send(now: monotonicSeconds()) }
    }

    /// Sleeps until there is something to do, and does it.
    func wait(seconds: Double) {
        let now = monotonicSeconds()
        remove { $0.isOver(now: now) }
        let hasRoom = viewers.count < Self.limit && now >= openFrom
        var files = [
            pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasRoom ? listener : -1, events: Int16(POLLIN), revents: 0),
        ]
        files += viewers.map { $0.interest(now: now) }
        var longest = seconds
        if viewers.count < Self.limit && !hasRoom { longest = min(longest, openFrom - now) }
        for viewer in viewers { longest = min(longest, viewer.patience(now: now)) }
        let milliseconds = longest.isFinite ? Int32(min(longest * 1000, 60_000).rounded(.up)) : -1
        guard unsafe poll(&files, nfds_t(files.count), milliseconds) >= 0 else { return }
        for (viewer, file) in zip(viewers, files.dropFirst(2)) {
            viewer.exchange(file.revents, now: monotonicSeconds(), onCommand)
        }
        if files[1].revents != 0 { acceptWaiting() }
    }

    /// Accepts every waiting viewer.
    func acceptWaiting() {
        while viewers.count < Self.limit {
            let descriptor = UnixSocket.accept(listener)
            guard descriptor >= 0 else {
                if errno == ECONNABORTED || errno == EINTR { continue }
                if errno != EAGAIN { openFrom = monotonicSeconds() + Self.pause }
                return
            }
            guard UnixSocket.isPeerTrusted(descriptor) else {
                close(descriptor)
                continue
            }
            let viewer = Viewer(descriptor, history: encodedHistory())
            viewer.send(now: monotonicSeconds())
            viewers.append(viewer)
        }
    }

    /// Sends the remaining lines, closing each connection that has received them.
    ///
    /// - Parameter seconds: the longest wait.
    func finish(seconds: Double) {
        let end = monotonicSeconds() + seconds
        while true {
            let now = monotonicSeconds()
            remove { $0.isServed || $0.isOver(now: now) }
            guard !viewers.isEmpty, now < end else { return }
            var files = viewers.map { $0.interest(now: now) }
            for index in files.indices { files[index].events &= Int16(POLLOUT) }
            guard unsafe poll(&files, nfds_t(files.count), Int32((end - now) * 1000) + 1) >= 0 else { continue }
            for viewer in viewers { viewer.send(now: monotonicSeconds()) }
        }
    }

    private func remove(where isGone: (Viewer) -> Bool) {
        viewers.removeAll { viewer in
            guard isGone(viewer) else { return false }
            viewer.close()
            return true
        }
    }

    private func encodedHistory() -> [UInt8] {
        var encoder = LineEncoder()
        history.forEach { encoder.append($0) }
        encoder.append(.live(step: history.lastStep))
        return encoder.bytes
    }

    private func flush(_ steps: inout Int) {
        guard !encoder.bytes.isEmpty else { return }
        let lines = encoder.bytes
        for viewer in viewers { viewer.append(lines, steps: steps) }
        encoder.removeAll()
        steps = 0
    }

    private func settle(session: String?, id: Int) {
        for viewer in viewers { viewer.settle(session: session, id: id) }
    }
}
