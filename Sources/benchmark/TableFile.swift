import Platform

/// Where a table is written: a new file, or the part of a file between markers with a name.
struct TableFile {
    private let path: String
    private let before: Substring
    private let after: Substring

    /// - Throws: `Trouble` for an existing file without the markers, whose content would be lost.
    init(_ path: String, section: String) throws {
        self.path = path
        guard let bytes = try? fileBytes(path) else {
            (before, after) = ("", "")
            return
        }
        let old = String(decoding: bytes, as: UTF8.self)
        guard let begin = old.firstRange(of: "<!-- \(section) -->\n"),
            let end = old[begin.upperBound...].firstRange(of: "<!-- /\(section) -->")
        else {
            throw Trouble("\(path) already exists and has no markers '\(section)'; it is left as it is", status: 2)
        }
        (before, after) = (old[..<begin.upperBound], old[end.lowerBound...])
    }

    func write(_ text: String) throws { try writeAtomically(path, parts: [Array((before + text + after).utf8)]) }
}
