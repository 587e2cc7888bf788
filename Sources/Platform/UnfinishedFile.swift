import Glibc

/// Names of files that are still being written.
package enum UnfinishedFile {
    /// Makes ".NAME.PID-DRAWN.part", beside the file it will be.
    ///
    /// A new file in any case, under a name that nobody can foresee: another user with access to the folder could have put
    /// a link there, whose target would be overwritten.
    package static func make(for path: String) throws(FileError) -> (descriptor: Int32, path: String) {
        let (folder, name) = splitPath(path)
        let drawn = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let unfinished = "\(folder).\(name).\(getpid())-\(drawn).part"
        let file = unsafe open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
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
