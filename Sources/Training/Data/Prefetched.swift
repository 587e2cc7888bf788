import CKernels
import Dispatch
import Synchronization

/// Batches of another source, prepared on a thread of their own while the step runs.
///
/// They come in the same order and hold the same numbers. Memory goes round: a batch that is handed out is swapped for
/// the one that was handed out before, and no step allocates anything. The thread ends with the last copy of this;
/// copies share it, so there is one reader.
public struct Prefetched<Source: BatchSource>: BatchSource {
    public typealias Element = Source.Element

    private var reader: Reader<Source>

    /// - Parameter source: taken over; what it hands out from now on is handed out here.
    public init(_ source: Source) { reader = Reader(source) }

    public var batchesPerEpoch: Int? { reader.last.batchesPerEpoch }

    /// The next batch, as if it were made by the calling thread: in its floating-point environment.
    public mutating func next(into batch: inout Batch<Element>) {
        if reader.environment != ck_environment() { reader = Reader(reader.last) }
        reader.next(into: &batch)
    }

    /// That after the batch handed out last, however many have been prepared since.
    public var state: SavedState { reader.last.state }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        var source = reader.last
        try source.restore(state)
        reader = Reader(source)
    }
}

/// The end of the queue that batches are taken from; when it goes, the thread at the other end ends.
private final class Reader<Source: BatchSource>: @unchecked Sendable {
    /// The source as it was when it had made the batch handed out last.
    private(set) var last: Source
    /// That of the thread which made this, and of the batches.
    let environment = ck_environment()
    private let queue: BatchQueue<Source>
    private let thread: WorkThread
    private var taken = 0

    init(_ source: Source) {
        last = source
        queue = BatchQueue(source)
        thread = WorkThread { [queue] in queue.fill(from: source) }
    }

    deinit {
        queue.stop()
        thread.join()
    }

    func next(into batch: inout Batch<Source.Element>) {
        last = queue.take(place: taken % BatchQueue<Source>.capacity, into: &batch)
        taken += 1
    }
}

/// Prepared batches on their way from the thread that makes them to the one that trains on them.
private final class BatchQueue<Source: BatchSource>: @unchecked Sendable {
    /// One batch being made while one waits.
    static var capacity: Int { 2 }

    private struct Slot {
        var batch = Batch<Source.Element>()
        /// As it was when it had made the batch: a copy shares its memory as long as that does not change.
        var source: Source
    }

    /// A slot belongs to one thread at a time, and passes to the other by the semaphores.
    private let slots: UnsafeMutablePointer<Slot>
    private let empty = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)
    private let isStopping = Atomic<Bool>(false)

    init(_ source: Source) {
        slots = .allocate(capacity: Self.capacity)
        slots.initialize(repeating: Slot(source: source), count: Self.capacity)
        for _ in 0..<Self.capacity { empty.signal() }
    }

    deinit {
        slots.deinitialize(count: Self.capacity)
        slots.deallocate()
    }

    /// Swaps the batch at a place for the caller's, once it is made.
    ///
    /// - Returns: the source as it was when it had made the batch.
    func take(place: Int, into batch: inout Batch<Source.Element>) -> Source {
        filled.wait()
        swap(&slots[place].batch, &batch)
        let source = slots[place].source
        empty.signal()
        return source
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        empty.signal()
    }

    /// Makes batches until it is stopped.
    func fill(from source: Source) {
        var source = source
        var place = 0
        while true {
            empty.wait()
            guard !isStopping.load(ordering: .acquiring) else { return }
            source.next(into: &slots[place].batch)
            slots[place].source = source
            filled.signal()
            place = (place + 1) % Self.capacity
        }
    }
}

extension BatchSource {
    /// The same batches, prepared on a thread of their own.
    public func prefetched() -> any BatchSource<Element> { Prefetched(self) }
}
