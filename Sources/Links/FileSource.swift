import Glibc
public import Platform
public import Telemetry

/// The events of a file on disk, up to its length at the time of opening. Several threads read and decode pieces ahead of
/// the polling thread.
public final class FileSource: EventSource {
    /// Fills a buffer with the bytes at an offset and returns their number; 0 at the end.
    public typealias Read = @Sendable (Int, UnsafeMutableRawBufferPointer) throws(FileError) -> Int

    /// Most decoding threads; one per core at most.
    private static let threads = 4
    /// Pieces that each thread may read ahead.
    private static let lead = 3

    private let name: String
    private let wakeup: Wakeup
    /// Polled in turn, one piece each.
    private let readers: [ReadAhead<FilePiece>]
    private var turn = 0
    private var piece = FilePiece()
    private var clock = RunClock()
    private var report = ReadingReport()
    private var lineCount = 0
    private var status = LinkStatus.open
    private var isClosed = false

    /// - Parameters:
    ///   - name: the file's name for the operator.
    ///   - size: its size in bytes.
    ///   - read: see `Read`.
    public init(name: String, size: Int, reading read: @escaping Read) throws(LinkError) {
        self.name = name
        let wakeup = try Wakeup()
        self.wakeup = wakeup
        let count =
            unsafe FileLines.areIn(size, read) ? min(Self.threads, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) : 0
        if count == 0 {
            readers = [Self.reader(wakeup) { unsafe FileStream(read).fill }]
        } else {
            readers = (0..<count).map { index in
                Self.reader(wakeup) { unsafe FileLines(size: size, every: count, from: index, read).fill }
            }
        }
    }

    private static func reader(
        _ wakeup: Wakeup,
        _ begin: @escaping @Sendable () -> (inout FilePiece) -> Bool
    ) -> ReadAhead<FilePiece> {
        ReadAhead((0..<lead).map { _ in FilePiece() }, onFilled: { wakeup.wake(isUrgent: false) }, begin)
    }

    deinit { close() }

    public var readiness: Int32? { status.isOver ? nil : wakeup.descriptor }

    public func poll(limit _: Int, into arrival: inout Arrival) {
        arrival.events.removeAll()
        arrival.hasMore = false
        if !status.isOver {
            wakeup.hasWoken()
            wakeup.willSleep()
            // Clearing the events here costs less than on the thread that refills them.
            switch readers[turn].poll(&piece) {
            case .pending: break
            case .over: status = .ended
            case .filled: passPiece(to: &arrival)
            }
        }
        arrival.skipped = report
        arrival.status = status
    }

    private func passPiece(to arrival: inout Arrival) {
        turn = (turn + 1) % readers.count
        if let bytes = piece.bytes {
            piece.events.filePlace = FilePlace(bytes: bytes, clock: clock)
            piece.events.setTimes(by: &clock)
            report.append(piece.report, behind: lineCount)
            lineCount += piece.lineCount
        } else {
            report = piece.report
        }
        swap(&arrival.events, &piece.events)
        arrival.hasMore = true
        if let problem = piece.problem { status = .broken(problem) }
    }

    public func send(_: Command) throws(LinkError) { throw LinkError("\(name) is a recording: it cannot be changed") }

    public func close() {
        guard !isClosed else { return }
        isClosed = true
        for reader in readers { reader.leave() }
        if !status.isOver { status = .ended }
    }
}

/// The events of some bytes of a file.
struct FilePiece: Sendable {
    var events = EventList()
    /// The range of bytes, if it can be reread on its own; the times of its steps are then still those in the file.
    var bytes: Range<Int>?
    var lineCount = 0
    /// What could not be read in this piece; without `bytes`, in the file so far.
    var report = ReadingReport()
    /// Why the file cannot be read further.
    var problem: String?
}
