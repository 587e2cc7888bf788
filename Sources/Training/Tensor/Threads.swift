import CKernels

/// The threads that large operations are shared out to. `torch.set_num_threads`.
///
/// The same number gives the same results, bit by bit. Another number may round a matrix product otherwise, as its parts
/// then are others; everything else is cut into parts by its size alone.
public enum Threads {
    /// How many share the work, the calling thread included; 1 at the start.
    public static var count: Int { Int(ck_threads()) }

    /// Shares work out to this many threads from now on: 1 or more, at most 64.
    public static func use(_ count: Int) { ck_use_threads(Int32(clamping: count)) }

    /// Calls the closure once for every part, 0 and up, on several threads; returns when all calls have.
    ///
    /// The parts must not depend on each other: they run in any order, and at the same time.
    static func share(_ parts: Int, _ body: (_ part: Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            var body = body
            withUnsafeMutablePointer(to: &body) { context in
                ck_parallel(parts, context) { context, part in
                    context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(part))
                }
            }
        }
    }
}
