import CKernels

/// The threads that large operations are shared out to. `torch.set_num_threads`.
///
/// Results do not depend on how many there are.
public enum Threads {
    /// How many share the work, the calling thread included; 1 at the start.
    public static var count: Int { Int(ck_threads()) }

    /// Shares work out to this many threads from now on: 1 or more, at most 64.
    public static func set(_ count: Int) { ck_use_threads(Int32(clamping: count)) }

    /// Calls the closure once for every part, 0 and up, on several threads; returns when all calls have.
    ///
    /// The parts must not depend on each other: they run in any order, and at the same time.
    static func share(_ parts: Int, _ body: (_ part: Int) -> Void) {
        // A closure that C can call takes memory from the heap.
        guard parts > 1, count > 1 else { return (0..<parts).forEach(body) }
        withoutActuallyEscaping(body) { body in
            var body = body
            unsafe withUnsafeMutablePointer(to: &body) { context in
                unsafe ck_parallel(parts, context) { context, part in
                    unsafe context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(part))
                }
            }
        }
    }

    /// Calls the closure with parts of a batch that together are the whole, on several threads: for work in which the
    /// examples do not depend on each other, and whose results are the same however they are parted.
    static func shareBatch(_ count: Int, _ body: (_ examples: Range<Int>) -> Void) {
        // Kernels take eight rows at a time.
        let blocks = (count + 7) / 8
        let parts = max(1, min(self.count, blocks))
        func cut(_ part: Int) -> Int { min(count, blocks * part / parts * 8) }
        share(parts) { body(cut($0)..<cut($0 + 1)) }
    }

    /// Calls the closure with where pieces begin and how long they are, on several threads: for work in which the
    /// elements do not depend on each other.
    static func shareElements(_ count: Int, _ body: (_ at: Int, _ count: Int) -> Void) {
        guard self.count > 1, count > piece else { return body(0, count) }
        share((count + piece - 1) / piece) { part in body(part * piece, min(piece, count - part * piece)) }
    }

    /// The same for a figure of all elements, joined from those of the pieces in their order. The pieces depend on the
    /// number of elements alone, so the figure has the same bits on any number of threads.
    static func shareMeasure(
        _ count: Int,
        joined: (Double, Double) -> Double,
        _ body: (_ at: Int, _ count: Int) -> Double
    ) -> Double {
        guard count > piece else { return body(0, count) }
        let parts = (count + piece - 1) / piece
        return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: parts) { figures in
            share(parts) { part in unsafe figures[part] = body(part * piece, min(piece, count - part * piece)) }
            return unsafe figures.dropFirst().reduce(figures[0], joined)
        }
    }

    /// Elements in a piece: some microseconds of work.
    private static let piece = 1 << 15
}
