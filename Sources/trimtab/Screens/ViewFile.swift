import Platform

/// The file that stores the view of a run, by the run's name. Errors in reading or writing it are ignored.
struct ViewFile {
    /// Most bytes read from a file, and most bytes of a run's name used in the file's name.
    private static let largest = 1 << 16
    private static let longestName = 100
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)

    let path: String

    /// - Parameter folder: where programs keep their state; with nil, there is no file.
    init?(run: String, in folder: String? = stateFolder()) {
        guard !run.isEmpty, let folder else { return nil }
        // Any name makes a plain file name: other bytes are escaped.
        let name = run.utf8.prefix(Self.longestName).map { byte in
            Self.plain.contains(byte) ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16)
        }
        path = "\(folder)/trimtab/views/\(name.joined())"
    }

    func read() -> String? {
        (try? fileBytes(path, limit: Self.largest)).map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ text: String) {
        do {
            try makeFolders(String(splitPath(path).folder.dropLast()))
            try writeAtomically(path, parts: [Array(text.utf8)])
        } catch {
            // The next view of the run then begins with the defaults.
        }
    }
}

/// Where programs keep their state, by the XDG base directory specification; nil without a home folder.
func stateFolder() -> String? {
    if let folder = environmentValue("XDG_STATE_HOME"), folder.hasPrefix("/") { return folder }
    return environmentValue("HOME").map { $0 + "/.local/state" }
}
