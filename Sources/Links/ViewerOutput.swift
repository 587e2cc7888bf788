import Telemetry

/// The lines that wait to be sent to one viewer: the history, then live events.
///
/// A viewer that reads too slowly misses steps, and receives their count; it misses nothing else.
struct ViewerOutput {
    /// Bytes of waiting live lines above which steps are dropped, and below which they are sent again.
    static let stepLimit = 1 << 20
    static let resumeLimit = 1 << 18
    /// Most bytes of waiting live lines.
    static let limit = 16 << 20

    private var chunks: [[UInt8]] = []
    /// Bytes of the first chunk that have been sent.
    private var sent = 0
    private var byteCount = 0
    /// Bytes of the history that have not been sent.
    private var historyCount: Int
    private var skippedSteps = 0
    private var isSkipping = false

    init(history: [UInt8]) {
        (chunks, byteCount, historyCount) = ([history], history.count, history.count)
    }

    var isEmpty: Bool { byteCount == 0 }

    /// True when so much waits that the viewer must be disconnected.
    var isTooFarBehind: Bool { byteCount - historyCount > Self.limit }

    /// Queues the lines of `steps` steps, unless the viewer is far behind, or of other events if that is 0.
    mutating func append(_ lines: [UInt8], steps: Int) {
        let waiting = byteCount - historyCount
        isSkipping = waiting > (isSkipping ? Self.resumeLimit : Self.stepLimit)
        if steps > 0 && isSkipping {
            skippedSteps += steps
        } else {
            appendGap()
            push(lines)
        }
    }

    /// Counts steps that cannot be sent.
    mutating func append(missing steps: Int) { skippedSteps += steps }

    /// Drops all waiting lines.
    mutating func removeAll() { (chunks, sent, byteCount, historyCount) = ([], 0, 0, 0) }

    /// Passes the next bytes to `send`.
    ///
    /// - Parameter send: sends as much as it can and returns the number of bytes.
    /// - Returns: the bytes sent.
    mutating func send(_ send: (UnsafeRawBufferPointer) -> Int) -> Int {
        var total = 0
        while let chunk = chunks.first {
            let count = unsafe chunk.withUnsafeBytes { unsafe send(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            guard count > 0 else { break }
            total += count
            sent += count
            if sent == chunk.count {
                chunks.removeFirst()
                sent = 0
            }
        }
        byteCount -= total
        historyCount = max(0, historyCount - total)
        return total
    }

    private mutating func appendGap() {
        guard skippedSteps > 0 else { return }
        var encoder = LineEncoder()
        encoder.append(.gap(steps: skippedSteps))
        skippedSteps = 0
        push(encoder.bytes)
    }

    private mutating func push(_ lines: [UInt8]) {
        chunks.append(lines)
        byteCount += lines.count
    }
}
