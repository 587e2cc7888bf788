import Glibc

/// Writes a file atomically: at every moment, also after a crash, its path names the old file or the new one.
///
/// The bytes go to a file of another name in the same folder and reach the disk before that file takes the name.
///
/// - Parameter parts: written one after the other.
/// - Throws: when something could not be written; then the old file is as it was.
package func writeWholeFile(_ path: String, parts: [[UInt8]]) throws(FileError) {
    let (file, unfinished) = try UnfinishedFile.make(for: path)
    do throws(FileError) {
        defer { close(file) }
        for part in parts { try write(part, to: file, path) }
        guard fsync(file) == 0 else { throw FileError(path, failed: "cannot be written") }
    } catch {
        unlink(unfinished)
        throw error
    }
    guard rename(unfinished, path) == 0 else {
        let error = FileError(path, failed: "cannot be written")
        unlink(unfinished)
        throw error
    }
    syncFolder(of: path)
}

/// Files that are still being written.
package enum UnfinishedFile {
    /// Makes ".NAME.PID-DRAWN.part", beside the file it will be.
    ///
    /// A new file in any case, under a name that nobody can foresee: whoever may write to the folder could have put a link
    /// there, and what lies at its end would be overwritten.
    package static func make(for path: String) throws(FileError) -> (descriptor: Int32, path: String) {
        let (folder, name) = splitPath(path)
        let drawn = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let unfinished = "\(folder).\(name).\(getpid())-\(drawn).part"
        let file = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path, failed: "cannot be written") }
        return (file, unfinished)
    }

    /// True for the name of a file that nobody will finish, since the process that began it is gone.
    package static func isAbandoned(_ name: String) -> Bool {
        let words = name.split(separator: ".")
        guard name.hasPrefix("."), words.count >= 3, words.last == "part",
            let process = words[words.count - 2].split(separator: "-").first.flatMap({ Int32($0) })
        else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}

/// The folder of a path with its slash ("" for the working directory), and the name in it.
package func splitPath(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

private func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, bytes.count - written) }
        if count >= 0 {
            written += count
        } else if errno != EINTR {
            throw FileError(path, failed: "cannot be written")
        }
    }
}

/// Brings a new name to the disk. Some file systems know no such thing; the file itself is safe then too.
private func syncFolder(of path: String) {
    let folder = splitPath(path).folder
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
}
