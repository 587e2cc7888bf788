import Foundation
import Platform
import Testing

@testable import Training

/// The file format, against files of the real package, and against broken ones.
@Suite struct SafetensorsTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    // MARK: Reading

    @Test func `every kind that Python writes is read`() throws {
        let file = try Safetensors(path: goldenSafetensors("kinds"))
        #expect(file.metadata == ["format": "pt", "a \"note\"": "of\ntwo lines"])
        #expect(Set(file.tensors.keys) == ["f32", "f64", "f16", "bf16", "i64", "empty", "a \"ü\"\\\n"])
        let f32 = try #require(file.tensors["f32"])
        #expect(f32.shape == [2, 3] && f32.kind == .float32)
        #expect(
            f32
                == .tensor(
                    Tensor<Float>(
                        [1.5, -0.0, Float.leastNonzeroMagnitude, .infinity, .greatestFiniteMagnitude, -2],
                        shape: [2, 3]
                    )
                )
        )
        #expect(file.tensors["f64"] == .number(0.1))
        #expect(file.tensors["f16"] == .tensor(Tensor<Float>([1.5, -65504, 0x1p-24, -.infinity])))
        let bf16: [Float] = try #require(file.tensors["bf16"]).elements()
        #expect(bf16[0] == 1.5 && abs(bf16[1] / -3e38 - 1) < 1 / 256 && abs(Double(bf16[2]) / 1e-40 - 1) < 0.25)
        #expect(bf16.allSatisfy { $0.bitPattern & 0xFFFF == 0 })
        #expect(file.tensors["i64"] == .integers([.min, 1 << 62 + 1], shape: [2, 1]))
        #expect(file.tensors["empty"] == .tensor(Tensor<Float>([], shape: [0, 4])))
        #expect(file.tensors["a \"ü\"\\\n"] == .tensor(Tensor<Float>([7])))
    }

    @Test func `what is written is read`() throws {
        let file = Safetensors(
            tensors: [
                "b": .numbers([.nan, -0.0, 1e300]), "a": .tensor(Tensor<Float>([1, 2], shape: [2, 1])),
                "c": .integer(-5),
                "none": .integers([]), "\u{1}\"\\é": .numbers([1], shape: [1, 1, 1]),
            ],
            metadata: ["k": "a \"quoted\"\nword", "": "\t"]
        )
        try file.write(to: path("f.safetensors"))
        #expect(try Safetensors(path: path("f.safetensors")) == file)
        try Safetensors(tensors: [:]).write(to: path("none.safetensors"))
        #expect(try Safetensors(path: path("none.safetensors")) == Safetensors(tensors: [:]))
        // Nothing is left of the writing.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "f.safetensors", "none.safetensors",
            ]
        )
    }

    @Test func `the bytes are the formats`() throws {
        try Safetensors(tensors: ["w": .tensor(Tensor<Float>([1])), "n": .integer(2)]).write(to: path("f"))
        let header =
            #"{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
        let padding = (8 - header.utf8.count % 8) % 8
        let numbers: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F]
        let length = UInt8(header.utf8.count + padding)
        let bytes = try Array(Data(contentsOf: URL(filePath: path("f"))))
        #expect(bytes == [length, 0, 0, 0, 0, 0, 0, 0] + header.utf8 + Array(repeating: 32, count: padding) + numbers)
    }

    @Test func `a file is replaced whole or not at all`() throws {
        let (first, second) = (Safetensors(tensors: ["a": .integer(1)]), Safetensors(tensors: ["a": .integer(2)]))
        try first.write(to: path("f"))
        try second.write(to: path("f"))
        #expect(try Safetensors(path: path("f")) == second)
        // A folder of that name cannot be replaced: the error names it, and nothing is left behind.
        try FileManager.default.createDirectory(atPath: path("g/h"), withIntermediateDirectories: true)
        let error = #expect(throws: FileError.self) { try first.write(to: path("g")) }
        #expect(error?.description == "\(path("g")): cannot be written (Is a directory)")
        let missing = #expect(throws: FileError.self) { try first.write(to: path("no/f")) }
        #expect(missing?.description == "\(path("no/f")): cannot be written (No such file or directory)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["f", "g"])
    }

    @Test func `a link where the unfinished file would be is not followed`() throws {
        try Data("precious".utf8).write(to: URL(filePath: path("precious")))
        let (descriptor, unfinished) = try UnfinishedFile.make(for: path("f"))
        close(descriptor)
        #expect(unfinished.hasPrefix("\(folder.path)/.f.\(getpid())-"))
        // The next one has another name, whatever stands under this one or the one of old.
        for planted in [unfinished, path(".f.\(getpid()).part")] {
            unlink(planted)
            symlink(path("precious"), planted)
        }
        let file = Safetensors(tensors: ["a": .integer(1)])
        try file.write(to: path("f"))
        #expect(try Safetensors(path: path("f")) == file)
        #expect(try String(contentsOfFile: path("precious"), encoding: .utf8) == "precious")
        #expect(!UnfinishedFile.isAbandoned(String(unfinished.split(separator: "/").last ?? "")))
        #expect(UnfinishedFile.isAbandoned(".f.2147483647-1f.part") && UnfinishedFile.isAbandoned(".f.2147483647.part"))
    }

    // MARK: Broken files

    private func refusal(_ bytes: [UInt8]) throws -> String? {
        try Data(bytes).write(to: URL(filePath: path("broken")))
        let error = #expect(throws: FileError.self) { try Safetensors(path: path("broken")) }
        #expect(error?.path == path("broken"))
        return error?.message
    }

    private func refusal(header: String, numbers: Int = 8) throws -> String? {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
        return try refusal(length + Array(header.utf8) + Array(repeating: 0, count: numbers))
    }

    @Test func `every cut of a file is refused`() throws {
        let whole = try Array(Data(contentsOf: URL(filePath: goldenSafetensors("kinds"))))
        for count in whole.indices {
            let message = try refusal(Array(whole[..<count]))
            let expected =
                switch count {
                case 0: "is empty, and not a safetensors file"
                case 1..<8: "shorter than any"
                default: "is cut short: "
                }
            #expect(message?.contains(expected) == true, "\(count)")
        }
        #expect(try refusal(whole + [0]) == "has 1 bytes after its last tensor")
    }

    @Test func `every byte of a header may be wrong`() throws {
        // Whatever is read is refused or of the file's size; nothing crashes.
        let whole = try Array(Data(contentsOf: URL(filePath: goldenSafetensors("tied"))))
        for place in whole.indices.prefix(112) {
            for value: UInt8 in [0, 0x22, 0x30, 0x39, 0x5D, 0x7B, 0x7D, 0xFF] where whole[place] != value {
                var bytes = whole
                bytes[place] = value
                try Data(bytes).write(to: URL(filePath: path("broken")))
                guard let file = try? Safetensors(path: path("broken")) else { continue }
                #expect(file.tensors.values.allSatisfy { $0.bytes.count == 36 })
            }
        }
    }

    @Test func `broken headers are reported plainly`() throws {
        func tensor(_ type: String = "F64", _ shape: String = "[1]", _ offsets: String = "[0,8]") -> String {
            "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
        }
        let notOfFormat = "is not a safetensors file: its header is not of the format"
        #expect(try refusal([1, 2]) == "is not a safetensors file: it is 2 bytes long, shorter than any")
        #expect(
            try refusal([0, 0, 0, 0, 0, 0, 0, 128])
                == "is not a safetensors file: its header would be 9223372036854775808 bytes long (100000000 at most)"
        )
        #expect(
            try refusal([9, 0, 0, 0, 0, 0, 0, 0, 0x7B]) == "is cut short: its header ends at byte 17, the file at 9"
        )
        #expect(try refusal(header: "") == "is not a safetensors file: its header is not JSON")
        #expect(try refusal(header: " {}") == "is not a safetensors file: its header is not JSON")
        for header in [
            "{", "{}}", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F64\"}}", "{\"__metadata__\":{\"a\":1}}",
        ] {
            #expect(try refusal(header: header) == notOfFormat, "\(header)")
        }
        for offsets in ["[0]", "[0,8,9]", "[8,0]", "[-8,0]", "[0,8.5]", "[0,1e300]", "[0,\"8\"]", "8"] {
            #expect(try refusal(header: "{\"a\":\(tensor("F64", "[1]", offsets))}") == notOfFormat, "\(offsets)")
        }
        #expect(try refusal(header: "{\"a\":\(tensor("F64", "[-1]"))}") == notOfFormat)
        #expect(try refusal(header: "{\"a\":\(tensor()),\"a\":\(tensor())}") == "tensor a is there twice")
        #expect(
            try refusal(header: "{\"a\":\(tensor("F64", "[2]"))}")
                == "tensor a is F64 [2] and lies at [0, 8], which is not its length"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor("F64", "[4294967296,4294967296]"))}")
                == "tensor a is F64 [4294967296, 4294967296] and lies at [0, 8], which is not its length"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor("F16", "[9007199254740992,256,0]", "[0,0]"))}", numbers: 0)
                == "tensor a is F16 [9007199254740992, 256, 0] and lies at [0, 0], which is not its length"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor()),\"b\":\(tensor("F32", "[1]", "[4,8]"))}")
                == "tensor b overlaps the one before it: it lies at [4, 8]"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor()),\"b\":\(tensor("F32", "[1]", "[12,16]"))}", numbers: 16)
                == "tensor b does not begin where the one before it ends: it lies at [12, 16]"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor("F64", "[1]", "[8,16]"))}", numbers: 16)
                == "tensor a does not begin where the one before it ends: it lies at [8, 16]"
        )
        #expect(
            try refusal(header: "{\"a\":\(tensor("F64", "[2]", "[0,16]"))}")
                == "is cut short: tensor a ends at byte 79, the file at 71"
        )
        #expect(try refusal(header: "{\"a\":\(tensor())}", numbers: 9) == "has 1 bytes after its last tensor")
        let flags = #expect(throws: FileError.self) { try Safetensors(path: goldenSafetensors("flags")) }
        #expect(flags?.message == "tensor flags has dtype BOOL (F32, F64, F16, BF16 and I64 are read)")
        let missing = #expect(throws: FileError.self) { try Safetensors(path: path("none")) }
        #expect(missing?.description == "\(path("none")): cannot be read (No such file or directory)")
        let directory = #expect(throws: FileError.self) { try Safetensors(path: folder.path) }
        #expect(directory?.description == "\(folder.path): is a folder, and a file is expected")
    }
}

/// The path of a file that PyTorch and its safetensors package wrote.
func goldenSafetensors(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).safetensors").path
}
