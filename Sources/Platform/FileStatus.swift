package import Glibc

/// The status of the file at a path, following links; nil if there is none.
package func fileStatus(_ path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
}

/// Whether a path names a file that can be read.
package func isReadable(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

/// Whether a path names a regular file.
package func isRegularFile(_ path: String) -> Bool { fileStatus(path)?.kind == S_IFREG }

/// Whether a path names a folder.
package func isFolder(_ path: String) -> Bool { fileStatus(path)?.kind == S_IFDIR }

extension stat {
    /// One of S_IFREG, S_IFDIR, S_IFIFO, S_IFSOCK, S_IFCHR and S_IFBLK.
    package var kind: mode_t { st_mode & S_IFMT }

    /// True for two names of one file.
    package func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
