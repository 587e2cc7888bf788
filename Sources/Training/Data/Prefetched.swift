import CKernels
import Platform

/// Batches of another source, prepared on a thread of their own while the step runs.
///
/// They come in the same order and hold the same numbers. Memory is reused: a returned batch is swapped for the one
/// returned before, and no step allocates anything. The thread ends with the last copy of this value; copies share it, so
/// there must be one reader.
public struct Prefetched<Source: BatchSource>: BatchSource {
    public typealias Element = Source.Element

    private var reader: Reader<Source>

    /// - Parameter source: the source of the batches, continued from its present state.
    public init(_ source: Source) { reader = Reader(source) }

    public var batchesPerEpoch: Int? { reader.last.batchesPerEpoch }

    /// The next batch, as if it were made by the calling thread: in its floating-point environment.
    public mutating func next(into batch: inout Batch<Element>) {
        if reader.environment != ck_environment() { reader = Reader(reader.last) }
        reader.next(into: &batch)
    }

    /// The state after the last batch returned, however many have been prepared since.
    public var state: SavedState { reader.last.state }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        var source = reader.last
        try source.restore(state)
        reader = Reader(source)
    }
}

/// The consumer's end; the thread that makes the batches ends with it.
private final class Reader<Source: BatchSource>: @unchecked Sendable {
    /// One batch being made while one waits.
    private static var ahead: Int { 2 }

    /// The floating-point environment of the batches: that of the thread that created this.
    let environment = ck_environment()
    private let queue: ReadAhead<Prepared<Source>>
    private var current: Prepared<Source>

    init(_ source: Source) {
        current = Prepared(source: source)
        queue = ReadAhead(Array(repeating: current, count: Self.ahead)) { [first = current] in
            var source = first.source
            return { prepared in
                source.next(into: &prepared.batch)
                prepared.source = source
                return true
            }
        }
    }

    deinit { queue.leave() }

    /// The source after it had made the last batch returned.
    var last: Source { current.source }

    func next(into batch: inout Batch<Source.Element>) {
        // The memory of the previous batch is returned with the exchanged value.
        swap(&current.batch, &batch)
        _ = queue.next(&current)
        swap(&current.batch, &batch)
    }
}

/// A batch on its way from the thread that makes it to the one that trains on it. It belongs to one of them at a time.
private struct Prepared<Source: BatchSource>: @unchecked Sendable {
    var batch = Batch<Source.Element>()
    /// The source's state after producing `batch`; a copy shares its memory until that changes.
    var source: Source
}

extension BatchSource {
    /// The same batches, prepared on a thread of their own.
    public func prefetched() -> any BatchSource<Element> { Prefetched(self) }
}
