import Glibc

/// A file or folder that a run reads, which its recording must not replace.
struct RunInput: Sendable {
    /// What it is to the run, such as "the recipe".
    var role: String
    var path: String

    /// True for the file itself, under whatever name (a symbolic or a hard link), and for one that lies in the folder.
    func holds(_ file: stat) -> Bool {
        guard let own = fileStatus(path) else { return false }
        guard own.st_mode & S_IFMT == S_IFDIR, let listing = opendir(path) else { return own.isSameFile(as: file) }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let inner = fileStatus("\(path)/\(name)"), inner.isSameFile(as: file) { return true }
        }
        return false
    }
}

/// What a path leads to, links followed; nil for nothing.
func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
}

extension stat {
    /// True for two names of one file.
    func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
