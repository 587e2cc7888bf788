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
    /// Hands over the events of the whole file, in bounded memory. A file on disk is read and decoded on a thread of its
    /// own, a little ahead.
    ///
    /// - Returns: whether there were events and what could not be read.
    func hand(to taker: inout some RecordingTaker) throws(BadInput) -> (hasEvents: Bool, report: ReadingReport) {
        guard isOnDisk else {
            let pieces = RecordingPieces(self)
            return try hand(to: &taker) { pieces.fill(&$0) }
        }
        let ahead = ReadAhead(Array(repeating: RecordingPiece(), count: 6)) {
            let pieces = RecordingPieces(self)
            return { pieces.fill(&$0) }
        }
        defer { ahead.leave() }
        return try hand(to: &taker) { ahead.next(&$0) }
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

/// A recording, piece by piece.
private final class RecordingPieces {
    /// Bytes of a piece. Each wakes the other thread, and many small ones cost more than their events.
    private static let size = 1 << 20

    private let file: RecordingFile
    private var reader = EventReader()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: RecordingPieces.size, alignment: 64)
    private var isOver = false

    init(_ file: RecordingFile) { self.file = file }

    deinit { buffer.deallocate() }

    /// Puts the next events into an empty piece.
    ///
    /// - Returns: false behind the last one.
    func fill(_ piece: inout RecordingPiece) -> Bool {
        guard !isOver else { return false }
        do throws(BadInput) {
            let count = try file.read(into: buffer)
            isOver = count == 0
            if isOver {
                reader.finish(to: &piece.events)
            } else {
                let arrival = file.isOnDisk ? nil : monotonicSeconds()
                reader.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), arrival: arrival, to: &piece.events)
            }
        } catch {
            (piece.fault, isOver) = (error, true)
        }
        piece.report = reader.report
        return true
    }
}
