/// The numbers of a tensor, or places in one: a contiguous block, 64-byte aligned, with no content promised at the start.
final class Storage<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    let count: Int
    private let sizeClass: Int

    init(count: Int) {
        self.count = count
        (pointer, sizeClass) = BlockPool.take(count)
    }

    deinit { BlockPool.give(back: pointer, sizeClass: sizeClass) }

    var read: UnsafePointer<Element> { UnsafePointer(pointer) }

    func copy() -> Storage {
        let copy = Storage(count: count)
        copy.pointer.update(from: pointer, count: count)
        return copy
    }
}

extension Storage where Element: Scalar {
    static func zeros(_ count: Int) -> Storage {
        let storage = Storage(count: count)
        Kernels.fill(storage.pointer, 0, count)
        return storage
    }
}
