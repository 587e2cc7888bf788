import Glibc

/// Why a file cannot be read, in the system's words.
package struct UnreadableFile: Error, Equatable {
    package var reason: String
}

/// The whole content of a file.
package func fileBytes(_ path: String) throws(UnreadableFile) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw UnreadableFile(reason: String(cString: strerror(errno))) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        bytes.append(contentsOf: chunk[..<count])
        if count < chunk.count { break }
    }
    // A directory opens, and fails only when it is read.
    if ferror(file) != 0 { throw UnreadableFile(reason: String(cString: strerror(errno))) }
    return bytes
}

/// Whether there is a file that may be read.
package func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
