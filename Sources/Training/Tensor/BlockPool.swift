import Glibc
import Synchronization

/// Returned blocks, kept for the next tensor of about their size.
///
/// A training step needs the same sizes as the previous one, so that after the first step none is allocated by the system:
/// new memory costs more than a small network's arithmetic. Used and kept blocks together are at most twice the peak of used
/// ones; beyond that, blocks are returned to the system.
enum BlockPool {
    private struct State: ~Copyable {
        /// The address of the first free block of each class, 0 for none; a free block begins with the address of the
        /// next.
        var heads = [UInt](repeating: 0, count: BlockPool.classes)
        var (inUse, peak, waiting) = (0, 0, 0)
    }

    /// Size classes are 64·2^e·(1 + q/4) bytes, so at most a fifth of a block is unused beyond the smallest.
    private static let classes = 4 * 40
    private static let state = Mutex(State())

    /// Kept bytes, and the most that tensors ever used.
    static var usage: (waiting: Int, peak: Int) { state.withLock { ($0.waiting, $0.peak) } }

    private static func bytes(ofClass index: Int) -> Int { (64 << (index / 4)) / 4 * (4 + index % 4) }

    private static func sizeClass(for bytes: Int) -> Int {
        guard bytes > 64 else { return 0 }
        let exponent = Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount - 6
        let base = 64 << exponent
        return 4 * exponent + (4 * (bytes - base) + base - 1) / base
    }

    /// A block for at least `count` numbers; traps when memory is exhausted.
    static func allocate<Element>(_ count: Int) -> (UnsafeMutablePointer<Element>, sizeClass: Int) {
        let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        let (block, sizeClass) = unsafe allocate(bytes: overflows ? .max : bytes)
        return unsafe (block.bindMemory(to: Element.self, capacity: count), sizeClass)
    }

    private static func allocate(bytes wanted: Int) -> (UnsafeMutableRawPointer, sizeClass: Int) {
        guard wanted <= bytes(ofClass: classes - 1) else { outOfMemory(wanted) }
        let index = sizeClass(for: wanted)
        let size = bytes(ofClass: index)
        let reused = state.withLock { state in
            state.inUse += size
            state.peak = max(state.peak, state.inUse)
            let address = state.heads[index]
            if let block = unsafe UnsafeRawPointer(bitPattern: address) {
                state.heads[index] = unsafe block.load(as: UInt.self)
                state.waiting -= size
            }
            return address
        }
        if let block = unsafe UnsafeMutableRawPointer(bitPattern: reused) { return unsafe (block, index) }
        guard let block = unsafe fresh(size) else { outOfMemory(wanted) }
        return unsafe (block, index)
    }

    private static func outOfMemory(_ wanted: Int) -> Never {
        let inUse = state.withLock { $0.inUse }
        usageError("out of memory: a tensor takes \(wanted) bytes, and the others have \(inUse)")
    }

    /// A large block, on huge pages: pages of 4 KiB would be faulted in, and looked up, one by one.
    private static func fresh(_ size: Int) -> UnsafeMutableRawPointer? {
        let page = 2 << 20
        guard size >= 4 * page else { return unsafe aligned_alloc(64, (size + 63) / 64 * 64) }
        let block = unsafe aligned_alloc(page, size)
        if let block = unsafe block { unsafe madvise(block, size, MADV_HUGEPAGE) }
        return unsafe block
    }

    /// Calls the closure with a temporary block, nil for no numbers.
    static func lend<Element>(_ count: Int, _ body: (UnsafeMutablePointer<Element>?) -> Void) {
        guard count > 0 else { return body(nil) }
        let (block, sizeClass): (UnsafeMutablePointer<Element>, Int) = unsafe allocate(count)
        unsafe body(block)
        unsafe give(back: block, sizeClass: sizeClass)
    }

    static func give(back block: UnsafeMutableRawPointer, sizeClass index: Int) {
        let (address, size) = (UInt(bitPattern: block), bytes(ofClass: index))
        let isKept = state.withLock { state in
            state.inUse -= size
            guard state.inUse + state.waiting + size <= 2 * state.peak else { return false }
            state.waiting += size
            unsafe UnsafeMutableRawPointer(bitPattern: address)?.storeBytes(of: state.heads[index], as: UInt.self)
            state.heads[index] = address
            return true
        }
        if !isKept { unsafe free(block) }
    }
}
