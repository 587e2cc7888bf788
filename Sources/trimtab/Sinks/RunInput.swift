import Glibc
import Platform

/// A file or folder that a run reads, which its recording must not replace.
struct RunInput: Sendable {
    /// What it is to the run, such as "the recipe".
    var role: String
    var path: String

    /// True for the file itself, under whatever name (a symbolic or a hard link), and for one that lies in the folder.
    func holds(_ file: stat) -> Bool {
        guard let own = fileStatus(path) else { return false }
        guard own.kind == S_IFDIR, let names = try? fileNames(in: path) else { return own.isSameFile(as: file) }
        return names.contains { fileStatus("\(path)/\($0)")?.isSameFile(as: file) == true }
    }
}
