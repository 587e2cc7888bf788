import Glibc

/// Names of files that are still being written.
package enum UnfinishedFile {
    /// Creates ".NAME.PID-RANDOM.part" beside the final file.
    ///
    /// The file must be new and its name unpredictable: another user with access to the folder could have placed a link
    /// there, whose target would be overwritten.
    package static func make(for path: String) throws(FileError) -> (descriptor: Int32, path: String) {
        let (folder, name) = splitPath(path)
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let unfinished = "\(folder).\(name).\(getpid())-\(random).part"
        let file = unsafe open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path, failed: "cannot be written") }
        return (file, unfinished)
    }

    /// True for the name of a file whose writing process is gone.
    package static func isAbandoned(_ name: String) -> Bool {
        let words = name.split(separator: ".")
        guard name.hasPrefix("."), words.count >= 3, words.last == "part",
            let process = words[words.count - 2].split(separator: "-").first.flatMap({ Int32($0) })
        else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}
