import Glibc
import Testing

@testable import Platform

@Suite struct ReadFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func refusal(of path: String, limit: Int? = nil) -> String {
        do {
            return "\(try fileBytes(path, limit: limit).count) bytes"
        } catch { return "\(error)".replacing(folder.path("") + "/", with: "") }
    }

    @Test func `what is no regular file is named without waiting for it`() throws {
        mkfifo(folder.path("pipe"), 0o600)
        let cure = "and a file is expected: write what comes from it to a file first"
        #expect(refusal(of: folder.path("pipe")) == "pipe: is a FIFO, \(cure)")
        #expect(refusal(of: "/dev/zero") == "/dev/zero: is a device, \(cure)")
        #expect(refusal(of: "/dev/tty") == "/dev/tty: is a device, \(cure)")
        #expect(refusal(of: folder.path("")) == "\(folder.path("")): is a folder, and a file is expected")
        #expect(refusal(of: folder.path("none")) == "none: cannot be read (No such file or directory)")
        // A name leads to a link, a link to a device.
        symlink("/dev/zero", folder.path("link"))
        #expect(refusal(of: folder.path("link")) == "link: is a device, \(cure)")

        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = "/tmp/trimtab-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) == 0 }
        }
        defer { unlink(path) }
        #expect(isBound && refusal(of: path) == "\(path): is a socket, \(cure)")
    }

    @Test func `what is longer than it may be, or than the memory, is not read`() throws {
        let path = try folder.write([1, 2, 3], to: "three")
        #expect(refusal(of: path, limit: 3) == "3 bytes" && refusal(of: path) == "3 bytes")
        #expect(refusal(of: path, limit: 2) == "three: is 3 bytes long, and 2 are the most that are read")
        #expect(try fileBytes(folder.write([], to: "empty")).isEmpty)
        // Four tebibytes that take no place on the disk.
        let sparse = try folder.write([], to: "sparse")
        try #require(truncate(sparse, 1 << 42) == 0)
        #expect(refusal(of: sparse).hasPrefix("sparse: takes 4398046511104 bytes of memory, and "))
        #expect(try ReadFile(sparse).head() == Array(repeating: 0, count: 512))
        #expect(try #require(Memory.available) > 1 << 20)
    }

    @Test func `a file that ends while it is read is reported`() throws {
        let path = try folder.write([1, 2, 3], to: "three")
        let file = try ReadFile(path)
        truncate(path, 1)
        let error = #expect(throws: FileError.self) { try file.bytes() }
        #expect(error == FileError(path, "is cut short: it ends at byte 1"))
    }
}

@Suite struct FileFormatTests {
    @Test func `files that are often given for another are known by their first bytes`() {
        func expect(_ format: FileFormat, _ head: [UInt8]) { #expect(FileFormat(head: head) == format) }
        func expect(_ format: FileFormat, text: String) { expect(format, Array(text.utf8)) }
        expect(.empty, [])
        expect(.lfsPointer, text: "version https://git-lfs.github.com/spec/v1\noid sha256:1")
        expect(.html, text: "\n<!DOCTYPE HTML>")
        expect(.html, text: "\u{FEFF}<html lang=\"en\">")
        expect(.xml, text: "<?xml version")
        expect(.json, text: "{ \"a\": 1")
        expect(.json, text: "[[1, 2")
        expect(.gzip, [0x1F, 0x8B, 8])
        expect(.bzip2, [0x42, 0x5A, 0x68, 0x39, 0x31, 0xFF])
        expect(.zip, zip(named: "data.csv"))
        expect(.torch, zip(named: "archive/data.pkl"))
        expect(.torch, zip(named: "model/.format_version"))
        expect(.npz, zip(named: "arr_0.npy"))
        expect(.workbook, zip(named: "[Content_Types].xml"))
        expect(.pickle, [0x80, 4, 0x95])
        expect(.torch, [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E])
        expect(.parquet, [0x50, 0x41, 0x52, 0x31, 0x15, 0])
        expect(.utf16, [0xFF, 0xFE, 0x61, 0])
        expect(.idx, [0, 0, 8, 3, 0, 0])
        // A length of 640: the first bytes of a pickle.
        expect(.safetensors, [0x80, 2, 0, 0, 0, 0, 0, 0, 0x7B, 0x22])
        expect(.tar, [UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8))
    }

    @Test func `tables and texts are not taken for anything else`() {
        for text in [
            "a,b\n1,2", "PAR1,PAR2\n1,2", "[0],[1]", "BZh,b", "[a],b", "{a},b", "# <html>", "GGUF;b", "version https,b",
        ] {
            #expect(FileFormat(head: Array(text.utf8)) == .plain, "\(text)")
        }
    }

    @Test func `text is no weights, and what is not known is nothing`() {
        #expect(FileFormat.plain.refusal(as: .weights) == "is plain text, and not a safetensors file")
        #expect(FileFormat(head: Array("é".utf8)) == nil && FileFormat(head: [1, 2]) == nil)
        let zeros = FileFormat(head: [0, 0, 0])
        #expect(zeros?.refusal(as: .table) == "is binary data, and not a table" && zeros?.refusal(as: .weights) == nil)
        for use in [FileFormat.Use.table, .text, .recipe] { #expect(FileFormat.plain.refusal(as: use) == nil) }
    }

    @Test func `a refusal names the format and a cure`() {
        #expect(
            FileFormat.torch.refusal(as: .weights)
                == "is a file of torch.save, and not a safetensors file: write the state_dict with safetensors.torch.save_file"
        )
        #expect(
            FileFormat.lfsPointer.refusal(as: .text)
                == "is a Git LFS pointer, and not a text in UTF-8: fetch the file itself with git lfs pull"
        )
        #expect(
            FileFormat.gzip.refusal(as: .table) == "is compressed with gzip, and not a table: unpack it with gunzip"
        )
        #expect(FileFormat.html.refusal(as: .text) == nil && FileFormat.gzip.refusal(as: .images) == nil)
        for format in FileFormat.allCases {
            for use in [FileFormat.Use.weights, .table, .text, .images, .recipe] {
                let refusal = format.refusal(as: use)
                #expect(refusal?.contains(": ") != true || refusal?.hasSuffix(": ") == false)
            }
        }
    }
}

/// The beginning of a zip archive whose first file has this name.
private func zip(named name: String) -> [UInt8] {
    var head: [UInt8] = [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22)
    head += [UInt8(name.utf8.count), 0, 0, 0]
    return head + Array(name.utf8)
}
