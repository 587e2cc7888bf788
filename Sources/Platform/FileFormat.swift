/// A file's format by its first bytes: formats that are often given where another is expected.
package enum FileFormat: String, CaseIterable, Sendable {
    case empty = "empty"
    case lfsPointer = "a Git LFS pointer"
    case html = "an HTML page"
    case xml = "XML"
    case json = "JSON"
    case gzip = "compressed with gzip"
    case bzip2 = "compressed with bzip2"
    case xz = "compressed with xz"
    case zstd = "compressed with zstd"
    case torch = "a file of torch.save"
    case npz = "an archive of NumPy arrays"
    case workbook = "an Excel workbook"
    case zip = "a zip archive"
    case pickle = "a Python pickle"
    case numpy = "a NumPy array"
    case hdf5 = "an HDF5 file"
    case parquet = "a Parquet file"
    case gguf = "a GGUF file"
    case pdf = "a PDF file"
    case image = "a picture"
    case utf16 = "text in UTF-16"
    case safetensors = "a safetensors file"
    case idx = "an IDX file"
    case tar = "a tar archive"
    case plain = "plain text"
    case binary = "binary data"

    /// What a file is expected to be.
    package enum Use: String, Sendable {
        case weights = "a safetensors file"
        case table = "a table"
        case text = "a text in UTF-8"
        case images = "an IDX file"
        case recipe = "a recipe"
        case recording = "a recording of a run"
    }

    /// How many first bytes are examined.
    package static let headLength = 512

    /// - Parameter head: the first `headLength` bytes, or all of a shorter file.
    package init?(head: [UInt8]) {
        // Safetensors first: it begins with a length, whose bytes may equal any other format's mark.
        if head.isEmpty {
            self = .empty
        } else if head.count > 8, head[8] == UInt8(ascii: "{"), head[4..<8].allSatisfy({ $0 == 0 }) {
            self = .safetensors
        } else if let known = Self.known(head) {
            self = known == .zip ? Self.zip(head) : known
        } else if head.dropFirst(257).starts(with: Array("ustar".utf8)) {
            self = .tar
        } else if head.starts(with: Array("version https://git-lfs.github.com/spec/".utf8)) {
            self = .lfsPointer
        } else if let marked = Self.markup(head) {
            self = marked
        } else if head.allSatisfy(Self.isText) {
            self = .plain
        } else if head[0] == 0 {
            self = .binary
        } else {
            return nil
        }
    }

    private static func isText(_ byte: UInt8) -> Bool { 0x09...0x0D ~= byte || 0x20...0x7E ~= byte }

    private static func known(_ head: [UInt8]) -> FileFormat? {
        let isTextual = head.allSatisfy(isText)
        // A column may be named PAR1: a mark made of letters only counts in a file that is not text.
        return marks.first { head.starts(with: $0.bytes) && !(isTextual && $0.bytes.allSatisfy(isText)) }?.format
    }

    private static let marks: [(format: FileFormat, bytes: [UInt8])] = [
        (.gzip, [0x1F, 0x8B]), (.bzip2, Array("BZh".utf8)), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]),
        // The magic number of torch.save's old format.
        (.torch, [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]),
        (.pickle, [0x80, 2]), (.pickle, [0x80, 3]), (.pickle, [0x80, 4]), (.pickle, [0x80, 5]),
        (.numpy, [0x93] + Array("NUMPY".utf8)), (.hdf5, [0x89] + Array("HDF\r\n".utf8)), (.parquet, Array("PAR1".utf8)),
        (.gguf, Array("GGUF".utf8)), (.pdf, Array("%PDF-".utf8)), (.image, [0x89] + Array("PNG\r\n".utf8)),
        (.image, [0xFF, 0xD8, 0xFF]), (.utf16, [0xFF, 0xFE]), (.utf16, [0xFE, 0xFF]),
        (.idx, [0, 0, 8, 1]), (.idx, [0, 0, 8, 2]), (.idx, [0, 0, 8, 3]), (.idx, [0, 0, 8, 4]),
    ]

    /// What a zip archive holds, by the name of its first file.
    private static func zip(_ head: [UInt8]) -> FileFormat {
        guard head.count > 30 else { return .zip }
        let length = Int(head[26]) | Int(head[27]) << 8
        let name = String(decoding: head.dropFirst(30).prefix(length), as: UTF8.self)
        if name.hasSuffix("/data.pkl") || name.hasSuffix("/.format_version")
            || name.hasSuffix("/.data/serialization_id")
        {
            return .torch
        }
        if name.hasSuffix(".npy") { return .npz }
        return name == "[Content_Types].xml" || name.hasPrefix("xl/") ? .workbook : .zip
    }

    /// HTML, XML or JSON, by how the text begins.
    private static func markup(_ head: [UInt8]) -> FileFormat? {
        let isMarked = head.starts(with: [0xEF, 0xBB, 0xBF])
        let start = head.dropFirst(isMarked ? 3 : 0).drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
        let words = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
        if words.hasPrefix("<!doctype html") || words.hasPrefix("<html") || words.hasPrefix("<head") { return .html }
        if words.hasPrefix("<?xml") { return .xml }
        let marks = start.filter { $0 != 0x20 && !(0x09...0x0D ~= $0) }.prefix(2)
        let isJSON =
            switch marks.first {
            case UInt8(ascii: "{"): marks.last == UInt8(ascii: "\"") || marks.last == UInt8(ascii: "}")
            case UInt8(ascii: "["): "[{\"".utf8.contains(marks.last ?? 0) && marks.count == 2
            default: false
            }
        return isJSON ? .json : nil
    }
}

// MARK: - Refusals

extension FileFormat {
    /// Why a file of this format cannot be what is expected, with a remedy; nil if it may be.
    package func refusal(as use: Use) -> String? {
        switch (self, use) {
        case (.safetensors, .weights), (.binary, .weights), (.idx, .images), (.binary, .images), (.gzip, .images),
            (.html, .text), (.xml, .text), (.json, .text), (.json, .recipe), (.plain, .text), (.plain, .table),
            (.plain, .recipe):
            return nil
        // A recording is judged by its lines; only formats without lines are refused here.
        case (.json, .recording), (.plain, .recording), (.binary, .recording), (.empty, .recording),
            (.utf16, .recording):
            return nil
        case (.empty, _): return "is empty, and not \(use.rawValue)"
        default:
            let cure = cure(use)
            return "is \(rawValue), and not \(use.rawValue)" + (cure.isEmpty ? "" : ": \(cure)")
        }
    }

    private func cure(_ use: Use) -> String {
        switch self {
        case .lfsPointer: "fetch the file itself with git lfs pull"
        case .html, .xml: "download the file itself, not the page that shows it"
        case .gzip: "unpack it with gunzip"
        case .bzip2: "unpack it with bunzip2"
        case .xz: "unpack it with unxz"
        case .zstd: "unpack it with unzstd"
        case .zip, .tar: "unpack it, and give the file from inside"
        case .torch, .pickle:
            use == .weights ? "write the state_dict with safetensors.torch.save_file" : format(use)
        case .npz, .numpy, .hdf5, .parquet, .gguf, .workbook, .json: format(use)
        case .utf16: use == .weights || use == .images ? "" : "save it in UTF-8"
        case .safetensors: "it holds weights, which --init takes"
        case .idx: use == .table || use == .text ? "its folder is data of kind idx" : ""
        case .empty, .pdf, .image, .plain, .binary: ""
        }
    }

    /// How to write the file's content instead.
    private func format(_ use: Use) -> String {
        switch use {
        case .weights: "write the tensors with safetensors"
        case .table: "write it as CSV"
        case .text, .images, .recipe, .recording: ""
        }
    }
}

extension ReadFile {
    /// - Throws: if the file is known to be something other than expected.
    package func check(isFor use: FileFormat.Use) throws(FileError) {
        if let refusal = FileFormat(head: try head())?.refusal(as: use) { throw error(refusal) }
    }
}
