import Foundation
import Platform
import Testing

@testable import trimtab

@Suite struct ViewFileTests {
    private static func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)").path
    }

    @Test func `what is written is read again`() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try #require(ViewFile(run: "digits", in: folder))
        #expect(file.read() == nil)
        file.write("smoothing off\n")
        file.write("smoothing median 25\n")
        #expect(file.read() == "smoothing median 25\n")
        #expect(file.path == folder + "/trimtab/views/digits")
    }

    @Test(arguments: ["../../etc/passwd", "a/b", ".", "日本", "a b\n", String(repeating: "x", count: 5000)])
    func `any name is one file`(name: String) throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try #require(ViewFile(run: name, in: folder))
        file.write("x-axis time\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/trimtab/views").count == 1)
        #expect(file.read() == "x-axis time\n")
        #expect(ViewFile(run: name + "2", in: folder)?.path != file.path || name.utf8.count > 100)
    }

    @Test func `nothing happens without a folder`() {
        #expect(ViewFile(run: "digits", in: nil) == nil)
        #expect(ViewFile(run: "", in: "/tmp") == nil)
        ViewFile(run: "digits", in: "/dev/null")?.write("lost")
    }
}
