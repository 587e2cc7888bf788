import Telemetry

/// What takes the events of a recording, and may have enough of them.
protocol RecordingTaker: EventTaker {
    /// True when it wants no more; what comes all the same it leaves alone.
    var isDone: Bool { get }
    /// Says that all that has come so far was taken, and what could not be read of it.
    mutating func pause(_ report: ReadingReport)
}

extension RecordingTaker {
    mutating func pause(_: ReadingReport) {}
}

extension RecordingFile {
    /// Hands over the events of the whole file, in bounded memory. A file on disk is read on one thread and decoded on another,
    /// each a little ahead.
    ///
    /// - Returns: whether there were events and what could not be read.
    func hand(to taker: inout some RecordingTaker) throws(BadInput) -> (hasEvents: Bool, report: ReadingReport) {
        guard isOnDisk else {
            let pieces = RecordingPieces(isOnDisk: false, next: { read(&$0) })
            return try hand(to: &taker) { pieces.fill(&$0) }
        }
        let ahead = ReadAhead(Array(repeating: RecordingPiece(), count: 8)) {
            let blocks = ReadAhead((0..<4).map { _ in RecordingBlock() }) { { read(&$0) } }
            let pieces = RecordingPieces(isOnDisk: true, next: blocks.next, leave: blocks.leave)
            return { pieces.fill(&$0) }
        }
        defer { ahead.leave() }
        return try hand(to: &taker) { ahead.next(&$0) }
    }

    /// Fills a block with the next bytes.
    ///
    /// - Returns: false at the end of the file.
    private func read(_ block: inout RecordingBlock) -> Bool {
        do throws(BadInput) {
            block.count = try block.bytes.withUnsafeMutableBytes { bytes in
                Result { () throws(BadInput) in try read(into: bytes) }
            }.get()
            return block.count > 0
        } catch {
            (block.count, block.fault) = (0, error)
            return true
        }
    }

    private func hand(
        to taker: inout some RecordingTaker,
        _ next: (inout RecordingPiece) -> Bool
    ) throws(BadInput) -> (hasEvents: Bool, report: ReadingReport) {
        var hasEvents = false
        var piece = RecordingPiece()
        while !taker.isDone, next(&piece) {
            if let fault = piece.fault { throw fault }
            hasEvents = hasEvents || piece.events.count > 0
            piece.events.hand(to: &taker)
            // Here, where they have been read, they are forgotten at less cost than on the thread that fills the piece.
            piece.events.removeAll()
            taker.pause(piece.report)
        }
        return (hasEvents, piece.report)
    }
}

/// The events of some bytes of a recording, and what could not be read up to there.
private struct RecordingPiece: Sendable {
    var events = EventList()
    var report = ReadingReport()
    /// Why the file cannot be read further.
    var fault: BadInput?
}

/// Some bytes of a recording.
private struct RecordingBlock: Sendable {
    /// Each wakes two threads, and many small ones cost more than their events.
    private static let size = 1 << 18

    var bytes = [UInt8](repeating: 0, count: size)
    /// How many of them were read.
    var count = 0
    /// Why the file cannot be read further.
    var fault: BadInput?
}

/// A recording, piece by piece.
private final class RecordingPieces {
    private let isOnDisk: Bool
    private let next: (inout RecordingBlock) -> Bool
    private let leave: () -> Void
    private var block = RecordingBlock()
    private var reader = EventReader()
    private var isOver = false

    /// - Parameters:
    ///   - isOnDisk: false for what somebody writes meanwhile.
    ///   - next: exchanges a block for the next one; false at the end.
    ///   - leave: called when no more are wanted.
    init(isOnDisk: Bool, next: @escaping (inout RecordingBlock) -> Bool, leave: @escaping () -> Void = {}) {
        (self.isOnDisk, self.next, self.leave) = (isOnDisk, next, leave)
    }

    deinit { leave() }

    /// Puts the next events into an empty piece.
    ///
    /// - Returns: false behind the last one.
    func fill(_ piece: inout RecordingPiece) -> Bool {
        guard !isOver else { return false }
        isOver = !next(&block) || block.fault != nil
        if isOver {
            piece.fault = block.fault
            reader.finish(to: &piece.events)
        } else {
            let arrival = isOnDisk ? nil : monotonicSeconds()
            block.bytes.withUnsafeBytes {
                reader.feed(UnsafeRawBufferPointer(rebasing: $0[..<block.count]), arrival: arrival, to: &piece.events)
            }
        }
        piece.report = reader.report
        return true
    }
}
