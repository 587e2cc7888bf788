import Glibc

extension UnsafeRawBufferPointer {
    /// The position of the first byte of a value, from `start` on; nil if there is none.
    func position(of byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress, let found = unsafe memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }
}
