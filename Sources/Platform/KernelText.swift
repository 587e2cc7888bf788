import Glibc

/// The text of a file that the kernel writes as it is read, whose length is therefore not known: its first 8 KiB, without a
/// wait; nil where it cannot be read.
package func kernelText(_ path: String) -> String? {
    guard let file = unsafe fopen(path, "re") else { return nil }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
}
