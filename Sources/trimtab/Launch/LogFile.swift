import Glibc
import Platform

/// The file that a program's own output goes to.
struct LogFile {
    /// Absolute.
    let path: String
    /// Open for writing at the end.
    let descriptor: Int32

    /// Creates the file, and its folder if missing.
    ///
    /// - Throws: `BadInput` if it exists, or cannot be created.
    init(making path: String) throws(BadInput) {
        do {
            try makeFolders(String(splitPath(path).folder.dropLast()))
        } catch {
            throw BadInput(error.description)
        }
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw BadInput("\(path) already exists; the program's output would go there") }
            throw BadInput("cannot write \(path), where the program's output is to go: \(systemMessage())")
        }
        self.path = path
    }
}
