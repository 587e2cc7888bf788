import Glibc

/// The names of all entries of a folder, including "." and "..", in no particular order.
package func fileNames(in folder: String) throws(FileError) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw FileError(folder, failed: "cannot be read") }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
        unsafe names.append(
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
        )
    }
    return names
}

/// Whether a folder exists.
///
/// - Throws: if the path names something else, or cannot be read.
package func folderExists(_ path: String) throws(FileError) -> Bool {
    guard let status = fileStatus(path) else {
        if errno == ENOENT { return false }
        throw FileError(path, failed: "cannot be read")
    }
    guard status.kind == S_IFDIR else { throw FileError(path, "is not a folder") }
    return true
}

/// Creates a folder and its parents, unless it exists.
package func makeFolders(_ path: String) throws(FileError) {
    guard unsafe mkdir(path, 0o755) != 0 else { return }
    if errno == ENOENT, case let parent = splitPath(path).folder, parent.count > 1 {
        try makeFolders(String(parent.dropLast()))
        guard unsafe mkdir(path, 0o755) != 0 else { return }
    }
    guard try folderExists(path) else { throw FileError(path, failed: "cannot be made") }
}
