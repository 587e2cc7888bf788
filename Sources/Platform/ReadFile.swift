import Glibc

/// A regular file open for reading.
///
/// Its kind and length are checked before anything is read or allocated. Only regular files are opened: reading a FIFO or
/// a terminal would wait for its writer, and a device has no end.
package final class ReadFile {
    package let path: String
    /// Bytes in the file when it was opened.
    package let size: Int
    /// For libraries that do their own reading; closed with this object.
    package let descriptor: Int32

    /// - Parameter limit: the greatest size in bytes; nil for any.
    /// - Throws: if the path does not name a regular file, or the file cannot be read or exceeds the limit.
    package init(_ path: String, limit: Int? = nil) throws(FileError) {
        // Checked before opening, which would unblock a writer at the other end of a FIFO.
        var status = stat()
        if unsafe stat(path, &status) == 0 { try checkKind(status, path) }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FileError(path, failed: "cannot be read") }
        do throws(FileError) {
            guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(path, failed: "cannot be read") }
            try checkKind(status, path)
            try checkLength(Int(status.st_size), limit, path)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Reads `count` bytes at an offset; the file must have all of them.
    package func bytes(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        do {
            return try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let read = unsafe pread(
                        descriptor,
                        buffer.baseAddress! + filled,
                        count - filled,
                        off_t(offset + filled)
                    )
                    if read > 0 {
                        filled += read
                    } else if read == 0 {
                        throw error("is cut short: it ends at byte \(offset + filled)")
                    } else if errno != EINTR {
                        throw FileError(path, failed: "cannot be read")
                    }
                }
            }
        } catch let error as FileError {
            throw error
        } catch {
            throw self.error("cannot be read")
        }
    }

    /// All bytes.
    package func bytes() throws(FileError) -> [UInt8] {
        try checkMemory(for: size)
        return try bytes(size, at: 0)
    }

    /// The first bytes, enough to recognize the file's format.
    package func head() throws(FileError) -> [UInt8] { try bytes(min(size, FileFormat.headLength), at: 0) }

    /// - Parameter bytes: how many bytes are about to be allocated.
    /// - Throws: if less memory is available.
    package func checkMemory(for bytes: Int) throws(FileError) {
        // Little memory is always available, and checking would take longer than reading.
        guard bytes > 1 << 24, let left = Memory.available, bytes > left else { return }
        throw error("takes \(bytes) bytes of memory, and \(left) are left")
    }

    /// An error in the file's content.
    package func error(at place: FileError.Place? = nil, _ message: String) -> FileError {
        FileError(path, at: place, message)
    }
}

/// The whole content of a regular file.
///
/// - Parameter limit: the greatest size in bytes; nil for as much as fits in memory.
package func fileBytes(_ path: String, limit: Int? = nil) throws(FileError) -> [UInt8] {
    try ReadFile(path, limit: limit).bytes()
}

private func checkKind(_ status: stat, _ path: String) throws(FileError) {
    let kind: String
    switch status.kind {
    case S_IFREG: return
    case S_IFDIR: throw FileError(path, "is a folder, and a file is expected", isOfPath: true)
    case S_IFIFO: kind = "a FIFO"
    case S_IFSOCK: kind = "a socket"
    default: kind = "a device"
    }
    throw FileError(
        path,
        "is \(kind), and a file is expected: write what comes from it to a file first",
        isOfPath: true
    )
}

private func checkLength(_ size: Int, _ limit: Int?, _ path: String) throws(FileError) {
    guard let limit, size > limit else { return }
    throw FileError(path, "is \(size) bytes long, and \(limit) are the most that are read")
}
