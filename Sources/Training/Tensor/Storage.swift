/// The numbers of a tensor, or indices into one: a contiguous block, 64-byte aligned, uninitialized at the start.
@safe final class Storage<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int
    private let sizeClass: Int

    init(count: Int) {
        self.count = count
        unsafe (pointer, sizeClass) = unsafe BlockPool.allocate(count)
    }

    deinit { unsafe BlockPool.give(back: pointer, sizeClass: sizeClass) }

    var read: UnsafePointer<Element> { unsafe UnsafePointer(pointer) }

    func copy() -> Storage {
        let copy = Storage(count: count)
        unsafe copy.pointer.update(from: pointer, count: count)
        return copy
    }
}

extension Storage where Element: Scalar {
    static func zeros(_ count: Int) -> Storage {
        let storage = Storage(count: count)
        unsafe Kernels.fill(storage.pointer, 0, count)
        return storage
    }
}
