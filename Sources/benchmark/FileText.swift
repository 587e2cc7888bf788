import Glibc

/// The whole of a file; those of /proc too.
func fileText(_ path: String) throws -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Trouble(unsafe "cannot read \(path): \(String(cString: strerror(errno)))", status: 2) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = unsafe read(file, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}

/// Writes a file anew.
func writeFile(_ path: String, _ text: some StringProtocol) throws {
    let (bytes, fresh) = (Array(text.utf8), path + ".new")
    let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0, unsafe write(file, bytes, bytes.count) == bytes.count, close(file) == 0,
        unsafe rename(fresh, path) == 0
    else {
        throw Trouble(unsafe "cannot write \(path): \(String(cString: strerror(errno)))", status: 2)
    }
}
