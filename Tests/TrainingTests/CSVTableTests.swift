import Testing

@testable import Training

private func table(_ text: String) throws -> CSVTable {
    try CSVTable(bytes: Array(text.utf8), path: "some.csv")
}

@Suite("CSV table")
struct CSVTableTests {
    @Test("Comments, blank lines, spaces, CRLF, a byte order mark and a missing last newline are taken")
    func reads() throws {
        let table = try table("\u{FEFF}# source\r\na, b ,label\r\n\r\n1,2.5,0\r\n# more\r\n-3e2,\t4 ,1")
        #expect(table.columns == ["a", "b", "label"])
        #expect(table.numbers == [1, 2.5, 0, -300, 4, 1])
        #expect(table.lines == [4, 6])
    }

    @Test(
        "What is wrong is told with file and line",
        arguments: [
            ("a,b\n1,2\n3,x\n", "some.csv:3: column b must be a number (got x)"),
            (
                "a,b\n1,\(String(repeating: "no table ", count: 100))\n",
                "some.csv:2: column b must be a number (got no table no table no table no table no t…)"
            ),
            ("a,b\n1,\n", "some.csv:2: column b must be a number (got nothing)"),
            ("a,b\n1,nan\n", "some.csv:2: column b must be a number (got nan)"),
            ("a,b\n1,inf\n", "some.csv:2: column b must be a number (got inf)"),
            ("a,b\n1,2,3\n", "some.csv:2: has 3 columns, the first line names 2"),
            ("a,b\n1\n", "some.csv:2: has 1 column, the first line names 2"),
            ("a,b\n", "some.csv: has no rows (a line of column names and lines of numbers are expected)"),
            ("", "some.csv: has no rows (a line of column names and lines of numbers are expected)"),
        ]
    )
    func complains(text: String, message: String) {
        #expect(throws: FileError.self) { try table(text) }
        do { _ = try table(text) } catch { #expect("\(error)" == message) }
    }

    @Test("What is no text is told as that, and none of it is shown")
    func noText() {
        let bytes: [UInt8] = Array("a,b\n1,".utf8) + [0xFF, 0x1B, 0x5B, 0x0A]
        let error = #expect(throws: FileError.self) { try CSVTable(bytes: bytes, path: "some.csv") }
        #expect(error?.description == "some.csv: is not text in UTF-8")
    }

    @Test("A file that is not there and a folder are told in the system's words")
    func unreadable() {
        do { _ = try CSVTable(path: "/nowhere/x.csv") } catch {
            #expect("\(error)" == "/nowhere/x.csv: cannot be read (No such file or directory)")
        }
        do { _ = try CSVTable(path: "/") } catch { #expect("\(error)" == "/: is a folder, and a file is expected") }
        #expect(throws: FileError.self) { try CSVTable(path: "/nowhere/x.csv") }
        #expect(throws: FileError.self) { try CSVTable(path: "/") }
    }

    @Test("The target column is taken out, the others are scaled")
    func examples() throws {
        let examples = try Examples(
            table("a,label,b\n1,2,4\n8,0,16\n"),
            target: "label",
            scale: 0.5,
            classes: true,
            path: "some.csv"
        )
        #expect(examples == Examples(features: [0.5, 2, 4, 8], featureCount: 2, targets: .classes([2, 0], count: 3)))
    }

    @Test(
        "A target that is missing or is no class is told",
        arguments: [
            ("digit", "a,label\n1,2\n", "some.csv: has no column digit (there are: a, label)"),
            ("f", "a,b,c,d,e\n1,2,3,4,5\n", "some.csv: has no column f (there are: a, b, c, d, … e)"),
            ("b", "a,b\n1,2\n1,-1\n", "some.csv:3: column b must hold classes, whole numbers from 0 (got -1.0)"),
            ("b", "a,b\n1,0.5\n", "some.csv:2: column b must hold classes, whole numbers from 0 (got 0.5)"),
            ("b", "a,b\n1,1e9\n", "some.csv:2: column b must hold classes, whole numbers from 0 (got 1000000000.0)"),
        ]
    )
    func badTarget(target: String, text: String, message: String) throws {
        let table = try table(text)
        do {
            _ = try Examples(table, target: target, scale: 1, classes: true, path: "some.csv")
            Issue.record("was taken")
        } catch { #expect("\(error)" == message) }
    }
}
