import Glibc

/// A file whose parts are read one by one, where they lie.
final class ReadFile {
    let path: String
    /// Bytes in the file.
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(FileError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path, failed: "cannot be read") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError(path, "is not a file")
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// So many bytes from a place; all of them must be there.
    func bytes(_ count: Int, at place: Int) throws(FileError) -> [UInt8] {
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let read = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(place + filled))
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

    func error(_ message: String) -> FileError { FileError(path, message) }
}
