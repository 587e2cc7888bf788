import Platform
import Telemetry

/// The events of a file on disk, read on one thread and decoded on another, each a little ahead.
public final class FileSource: EventSource {
    /// Fills a buffer with the bytes from an offset on; 0 at the end.
    public typealias Read = @Sendable (Int, UnsafeMutableRawBufferPointer) throws(FileError) -> Int

    private let name: String
    private let ahead: ReadAhead<FilePiece>
    private let wakeup: Wakeup
    private var piece: FilePiece
    private var status = LinkStatus.open
    private var isClosed = false

    /// - Parameters:
    ///   - name: what the operator calls the file.
    ///   - keepsObjects: true for playback: see `EventList`.
    ///   - read: fills a buffer with the bytes from an offset on; 0 at the end.
    public init(
        name: String,
        keepsObjects: Bool,
        reading read: @escaping Read
    ) throws(LinkError) {
        self.name = name
        piece = FilePiece(keepsObjects: keepsObjects)
        let wakeup = try Wakeup()
        self.wakeup = wakeup
        ahead = ReadAhead((0..<8).map { _ in FilePiece(keepsObjects: keepsObjects) }) {
            wakeup.wake(isUrgent: false)
        } _: {
            let blocks = ReadAhead((0..<4).map { _ in FileBlock() }) {
                var offset = 0
                return { $0.fill(from: &offset, read) }
            }
            let decoder = FileDecoder(next: blocks.next, leave: blocks.leave)
            return { decoder.fill(&$0) }
        }
    }

    deinit { close() }

    public var readiness: Int32? { status.isOver ? nil : wakeup.descriptor }

    public func poll(limit _: Int, into arrival: inout Arrival) {
        arrival.events.removeAll()
        arrival.hasMore = false
        if !status.isOver {
            wakeup.hasWoken()
            wakeup.willSleep()
            // What has been taken is forgotten here at less cost than on the thread that fills it again.
            switch ahead.take(&piece) {
            case .pending: break
            case .over: status = .ended
            case .taken:
                swap(&arrival.events, &piece.events)
                arrival.skipped = piece.report
                arrival.hasMore = true
                if let problem = piece.problem { status = .broken(problem) }
            }
        }
        arrival.status = status
    }

    public func send(_: Command) throws(LinkError) { throw LinkError("\(name) is a recording: it cannot be changed") }

    public func close() {
        guard !isClosed else { return }
        isClosed = true
        ahead.leave()
        if !status.isOver { status = .ended }
    }
}

/// The events of some bytes of a file, and what could not be read up to there.
private struct FilePiece: Sendable {
    var events: EventList
    var report = ReadingReport()
    /// Why the file cannot be read further.
    var problem: String?

    init(keepsObjects: Bool) { events = EventList(keepsObjects: keepsObjects) }
}

/// Some bytes of a file.
private struct FileBlock: Sendable {
    /// Each wakes two threads, and many small ones cost more than their events.
    private static let size = 1 << 18

    var bytes = [UInt8](repeating: 0, count: size)
    /// How many of them were read.
    var count = 0
    /// Why the file cannot be read further.
    var problem: String?

    /// Fills it with the next bytes.
    ///
    /// - Returns: false at the end of the file.
    mutating func fill(from offset: inout Int, _ read: FileSource.Read) -> Bool {
        do throws(FileError) {
            count = try bytes.withUnsafeMutableBytes { [offset] bytes in
                Result { () throws(FileError) in try read(offset, bytes) }
            }.get()
            offset += count
            return count > 0
        } catch {
            (count, problem) = (0, error.description)
            return true
        }
    }
}

/// Blocks of bytes → pieces of events.
private final class FileDecoder {
    private let next: (inout FileBlock) -> Bool
    private let leave: () -> Void
    private var block = FileBlock()
    private var decoder: (any EventDecoder)?
    private var isOver = false

    /// - Parameters:
    ///   - next: exchanges a block for the next one; false at the end.
    ///   - leave: called when no more are wanted.
    init(next: @escaping (inout FileBlock) -> Bool, leave: @escaping () -> Void) {
        (self.next, self.leave) = (next, leave)
    }

    deinit { leave() }

    /// Puts the next events into a piece, in place of what it held.
    ///
    /// - Returns: false behind the last one.
    func fill(_ piece: inout FilePiece) -> Bool {
        guard !isOver else { return false }
        piece.events.removeAll()
        isOver = !next(&block) || block.problem != nil
        if isOver {
            piece.problem = block.problem
            decoder?.finish(into: &piece.events)
        } else {
            block.bytes.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<block.count])
                if decoder == nil {
                    decoder = EventFormats.decoder(for: UnsafeRawBufferPointer(rebasing: bytes.prefix(4096)))
                }
                decoder?.feed(bytes, arrival: nil, into: &piece.events)
            }
        }
        if let decoder { piece.report = decoder.report }
        return true
    }
}
