import Glibc

/// A file open for reading. All files are read through this type.
///
/// Nothing is read, and no memory taken, before its kind and its length are known. Only a regular file is opened: to read
/// from a FIFO or a terminal means waiting for its writer, and a device has no end.
package final class ReadFile {
    package let path: String
    /// Bytes in the file when it was opened.
    package let size: Int
    /// For libraries that read by themselves; it is closed with this object.
    package let descriptor: Int32

    /// - Parameter limit: the longest that it may be; nil for any length.
    /// - Throws: for a path that names no regular file, or one that may not be read or is longer than the limit.
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

    /// So many bytes from a place; all of them must be there.
    package func bytes(_ count: Int, at place: Int) throws(FileError) -> [UInt8] {
        do {
            return try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let read = unsafe pread(
                        descriptor,
                        buffer.baseAddress! + filled,
                        count - filled,
                        off_t(place + filled)
                    )
                    if read > 0 {
                        filled += read
                    } else if read == 0 {
                        throw error("is cut short: it ends at byte \(place + filled)")
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

    /// The first bytes, enough to see what the file is.
    package func head() throws(FileError) -> [UInt8] { try bytes(min(size, FileFormat.headLength), at: 0) }

    /// - Parameter bytes: what is about to be taken of it, or for it.
    /// - Throws: when there is no memory for so much.
    package func checkMemory(for bytes: Int) throws(FileError) {
        // What is small is there in any case, and to ask takes longer than to read it.
        guard bytes > 1 << 24, let left = Memory.available, bytes > left else { return }
        throw error("takes \(bytes) bytes of memory, and \(left) are left")
    }

    /// A fault of what the file holds.
    package func error(at place: FileError.Place? = nil, _ message: String) -> FileError {
        FileError(path, at: place, message)
    }
}

/// The whole content of a regular file.
///
/// - Parameter limit: the longest that it may be; nil for what memory there is.
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
