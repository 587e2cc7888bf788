package import Glibc

/// What a path leads to, links followed; nil for nothing.
package func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
}

/// Whether there is a file that may be read.
package func isReadable(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

/// Whether there is a regular file.
package func isRegularFile(_ path: String) -> Bool { fileStatus(path)?.kind == S_IFREG }

/// Whether there is a folder.
package func isFolder(_ path: String) -> Bool { fileStatus(path)?.kind == S_IFDIR }

extension stat {
    /// One of S_IFREG, S_IFDIR, S_IFIFO, S_IFSOCK, S_IFCHR and S_IFBLK.
    package var kind: mode_t { st_mode & S_IFMT }

    /// True for two names of one file.
    package func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
