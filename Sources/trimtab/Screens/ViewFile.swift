import Platform

/// The file that keeps how a run was looked at, by the run's name. One that cannot be read or written does not matter.
struct ViewFile {
    /// The most bytes read of a file, and the most bytes of a name used in the file's name.
    private static let largest = 1 << 16
    private static let longestName = 100
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)

    let path: String

    /// - Parameter folder: where programs keep what they remember; nil makes none.
    init?(run: String, in folder: String? = stateFolder()) {
        guard !run.isEmpty, let folder else { return nil }
        // Any name makes one plain file name, and different ones make different ones.
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
            // The next look at the run begins as the first one did.
        }
    }
}

/// Where programs keep what they remember, by the XDG base directory specification; nil without a home.
func stateFolder() -> String? {
    if let folder = environmentValue("XDG_STATE_HOME"), folder.hasPrefix("/") { return folder }
    return environmentValue("HOME").map { $0 + "/.local/state" }
}
