import Glibc

/// Writes a file atomically: at any moment, even after a crash, its path names either the old file or the new one.
///
/// The bytes are written to a temporary file in the same folder and synced before that file is renamed.
///
/// - Parameter parts: written one after the other.
/// - Throws: if writing fails; the old file is then unchanged.
package func writeAtomically(_ path: String, parts: [[UInt8]]) throws(FileError) {
    let (file, unfinished) = try UnfinishedFile.make(for: path)
    do throws(FileError) {
        defer { close(file) }
        for part in parts { try write(part, to: file, path) }
        guard fsync(file) == 0 else { throw FileError(path, failed: "cannot be written") }
    } catch {
        unsafe unlink(unfinished)
        throw error
    }
    guard unsafe rename(unfinished, path) == 0 else {
        let error = FileError(path, failed: "cannot be written")
        unsafe unlink(unfinished)
        throw error
    }
    syncFolder(of: path)
}

private func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(file, $0.baseAddress! + written, bytes.count - written)
        }
        if count >= 0 {
            written += count
        } else if errno != EINTR {
            throw FileError(path, failed: "cannot be written")
        }
    }
}

/// Syncs a new name to disk. Errors are ignored: some file systems do not support it, and the content is synced already.
private func syncFolder(of path: String) {
    let folder = splitPath(path).folder
    let descriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
}
