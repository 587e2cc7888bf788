import CKernels

/// The threads that share large operations. `torch.set_num_threads`.
///
/// Results do not depend on their number.
public enum Threads {
    /// The number of threads, the calling one included; 1 at the start.
    public static var count: Int { Int(ck_threads()) }

    /// Sets the number of threads, from 1 to 64.
    public static func set(_ count: Int) { ck_use_threads(Int32(clamping: count)) }

    /// Calls the closure once for every part, numbered from 0, on several threads; returns when all calls have returned.
    ///
    /// The parts must be independent: they run in any order, and at the same time.
    static func share(_ parts: Int, _ body: (_ part: Int) -> Void) {
        // A closure that C can call is allocated on the heap.
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

    /// Calls the closure with consecutive parts of a batch, on several threads: for work in which the examples are
    /// independent, and whose results do not depend on the division.
    static func shareBatch(_ count: Int, _ body: (_ examples: Range<Int>) -> Void) {
        // Kernels process eight rows at a time.
        let blocks = (count + 7) / 8
        let parts = max(1, min(self.count, blocks))
        func cut(_ part: Int) -> Int { min(count, blocks * part / parts * 8) }
        share(parts) { body(cut($0)..<cut($0 + 1)) }
    }

    /// Calls the closure with the start and length of consecutive pieces, on several threads: for work in which the elements
    /// are independent.
    static func shareElements(_ count: Int, _ body: (_ at: Int, _ count: Int) -> Void) {
        guard self.count > 1, count > piece else { return body(0, count) }
        share((count + piece - 1) / piece) { part in body(part * piece, min(piece, count - part * piece)) }
    }

    /// The same for a measure of all elements, combined from those of the pieces in their order. The pieces depend on the
    /// number of elements alone, so the result has the same bits on any number of threads.
    static func shareMeasure(
        _ count: Int,
        joined: (Double, Double) -> Double,
        _ body: (_ at: Int, _ count: Int) -> Double
    ) -> Double {
        guard count > piece else { return body(0, count) }
        let parts = (count + piece - 1) / piece
        return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: parts) { measures in
            share(parts) { part in unsafe measures[part] = body(part * piece, min(piece, count - part * piece)) }
            return unsafe measures.dropFirst().reduce(measures[0], joined)
        }
    }

    /// Elements in a piece: some microseconds of work.
    private static let piece = 1 << 15
}
