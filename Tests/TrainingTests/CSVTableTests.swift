import Platform
import Telemetry
import Testing

@testable import Training

private func table(_ text: String) throws -> CSVTable {
    try CSVTable(bytes: Array(text.utf8), path: "some.csv")
}

@Suite struct CSVTableTests {
    @Test func `comments, blank lines, spaces, CRLF, a byte order mark and a missing last newline are taken`() throws {
        let table = try table("\u{FEFF}# source\r\na, b ,label\r\n\r\n1,2.5,0\r\n# more\r\n-3e2,\t4 ,1")
        #expect(table.columns == ["a", "b", "label"])
        #expect(table.numbers == [1, 2.5, 0, -300, 4, 1])
        #expect(table.lines == [4, 6])
    }

    @Test(
        arguments: [
            (
                "a,b\n1,2\n3,x\n",
                "some.csv:3: column b must be a number (got x): only numbers are read; give each word a number, or remove the column"
            ),
            (
                "a,b\n1,\(String(repeating: "no table ", count: 100))\n",
                "some.csv:2: column b must be a number (got no table no table no table no table no t…)"
                    + ": only numbers are read; give each word a number, or remove the column"
            ),
            ("a,b\n1,\n", "some.csv:2: column b must be a number (got nothing): fill it in, or remove the row"),
            ("a,b\n1,nan\n", "some.csv:2: column b must be a number (got nan): fill it in, or remove the row"),
            ("a,b\n1,inf\n", "some.csv:2: column b must be a number (got inf): only finite numbers are read"),
            ("a,b\n1,2,3\n", "some.csv:2: has 3 columns, the first line names 2"),
            ("a,b\n1\n", "some.csv:2: has 1 column, the first line names 2"),
            ("a,b\n", "some.csv: has no rows (a line of column names and lines of numbers are expected)"),
            ("", "some.csv: has no rows (a line of column names and lines of numbers are expected)"),
        ]
    )
    func `errors name file and line`(text: String, message: String) {
        #expect(throws: FileError.self) { try table(text) }
        do { _ = try table(text) } catch { #expect("\(error)" == message) }
    }

    @Test func `a file that is not text is reported as such, and none of it is shown`() {
        let bytes: [UInt8] = Array("a,b\n1,".utf8) + [0xFF, 0x1B, 0x5B, 0x0A]
        let error = #expect(throws: FileError.self) { try CSVTable(bytes: bytes, path: "some.csv") }
        #expect(error?.description == "some.csv:2: is not text in UTF-8: save it in UTF-8")
    }

    @Test func `a missing file and a folder are reported in the system's words`() {
        do { _ = try CSVTable(path: "/nowhere/x.csv") } catch {
            #expect("\(error)" == "/nowhere/x.csv: cannot be read (No such file or directory)")
        }
        do { _ = try CSVTable(path: "/") } catch { #expect("\(error)" == "/: is a folder, and a file is expected") }
        #expect(throws: FileError.self) { try CSVTable(path: "/nowhere/x.csv") }
        #expect(throws: FileError.self) { try CSVTable(path: "/") }
    }

    @Test func `the target column is taken out, the others are scaled`() throws {
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
        arguments: [
            ("digit", "a,label\n1,2\n", "some.csv: has no column 'digit' (known: a, label)"),
            ("f", "a,b,c,d,e\n1,2,3,4,5\n", "some.csv: has no column 'f' (known: a, b, c, d, … e)"),
            (
                "b", "a,b\n1,2\n1,-1\n",
                "some.csv:3: column b must hold classes, whole numbers from 0 (got -1.0): "
                    + "number the classes 0, 1, 2 and so on"
            ),
            (
                "b", "a,b\n1,0.5\n",
                "some.csv:2: column b must hold classes, whole numbers from 0 (got 0.5): "
                    + "number the classes 0, 1, 2 and so on"
            ),
            (
                "b", "a,b\n1,1e9\n",
                "some.csv:2: column b must hold classes, whole numbers from 0 (got 1000000000.0): "
                    + "number the classes 0, 1, 2 and so on"
            ),
        ]
    )
    func `a target that is missing or not a class is reported`(target: String, text: String, message: String) throws {
        let table = try table(text)
        do {
            _ = try Examples(table, target: target, scale: 1, classes: true, path: "some.csv")
            Issue.record("was taken")
        } catch { #expect("\(error)" == message) }
    }

    // MARK: As others write them

    @Test(
        arguments: [
            "\"a\",\"b\",\"label\"\n1,2.5,0\n\"3\",4,1\n", "a;b;label\n1;2.5;0\n3;4;1\n",
            "\"a\";\"b\";\"label\"\n1;2.5;0\n3;4;1\n", "a\tb\tlabel\n1\t2.5\t0\n3\t4\t1\n",
            "a,b,label\r1,2.5,0\r3,4,1\r", "a,b,label\r\n1,2.5,0\r\n3,4,1", "\u{FEFF}\"a\",b,label\n1,2.5,0\n3,4,1",
            "sep=;\r\na;b;label\r\n1;2.5;0\r\n3;4;1\r\n", "a,b,label,\n1,2.5,0,\n3,4,1,\n",
            "a,b,label\n1,2.5,0,,\n3,4,1\n",
            "a,b,label\n1,2.5,0\n3,4,1\n,,\n;\n".replacing(";", with: ",,,"),
            " a , \"b\" ,label\n 1 , \" 2.5 \",0\n+3,4.,1e0\n",
            ",a,b,label\n0,1,2.5,0\n1,3,4,1\n", "Unnamed: 0,a,b,label\n7,1,2.5,0\n3,3,4,1\n",
            "\"\",\"a\",\"b\",\"label\"\n\"Mazda RX4\",1,2.5,0\n\"Fiat, 128\",3,4,1\n",
        ]
    )
    func `other separators, quotes and line ends are read as what is plainly meant`(text: String) throws {
        let table = try table(text)
        #expect(table.columns == ["a", "b", "label"])
        #expect(table.numbers == [1, 2.5, 0, 3, 4, 1])
        #expect(table.hasRowLabels == (text.contains("7,1,2.5") || text.contains("Mazda") || text.hasPrefix(",a")))
    }

    @Test func `quoted fields hold separators, doubled quotes and line ends, and lines are still counted`() throws {
        let table = try table("\"size, in \"\"cm\"\"\",\"two\nlines\",c\r\n1,2,3\n\n# \"\n4,5,6\n")
        #expect(table.columns == ["size, in \"cm\"", "two\nlines", "c"])
        #expect(table.numbers == [1, 2, 3, 4, 5, 6] && table.lines == [3, 6])
        #expect(try CSVTable(bytes: Array("a;b\n1;2".utf8), path: "").numbers == [1, 2])
        #expect(try CSVTable(bytes: Array("a, b;c\n1;2".utf8), path: "").columns == ["a, b", "c"])
        #expect(try CSVTable(bytes: Array("a\n1\n2".utf8), path: "").numbers == [1, 2])
    }

    @Test(
        arguments: [
            (
                "label,a,label\n1,2,3\n",
                "some.csv:1: columns 1 and 3 are both named label: rename or remove one of them"
            ),
            (
                "label,a, \"label\"\n1,2,3",
                "some.csv:1: columns 1 and 3 are both named label: rename or remove one of them"
            ),
            (",a,b,a\n0,1,2,3", "some.csv:1: columns 2 and 4 are both named a: rename or remove one of them"),
            ("0.1,0.1,2\n3,4,5\n", "some.csv:1: holds numbers, and the first line must name the columns"),
            ("a,,b\n1,2,3\n", "some.csv:1: column 2 has no name: name it in this line, or remove the column"),
            (",a\n0.5,2\n", "some.csv:1: column 1 has no name: name it in this line, or remove the column"),
            (",a\n1,2\n1,3\n", "some.csv:1: column 1 has no name: name it in this line, or remove the column"),
            ("a,b,\n1,2,3\n", "some.csv:2: has 3 columns, the first line names 2"),
            ("a,b\n1,07,2,5\n", "some.csv:2: has 4 columns, the first line names 2: decimals are written with a point"),
            ("a,b\n1,\"2\n3,4\n", "some.csv:2: a quote begins here that nothing ends"),
            ("a,b\n1,\"2\"3\n", "some.csv:2: something follows a closing quote: a quote inside quotes is doubled"),
            ("a,b\n1,0x1F\n", "some.csv:2: column b must be a number (got 0x1F): write it in decimal"),
            (
                "a;b\n1;0,5\n",
                "some.csv:2: column b must be a number (got 0,5): "
                    + "decimals are written with a point, and thousands are not parted"
            ),
            (
                "a,b\n1,\"1,234.5\"\n",
                "some.csv:2: column b must be a number (got 1,234.5): "
                    + "decimals are written with a point, and thousands are not parted"
            ),
            (
                "a,b\n1,1_000\n",
                "some.csv:2: column b must be a number (got 1_000): "
                    + "decimals are written with a point, and thousands are not parted"
            ),
            ("a,b\n1,12%\n", "some.csv:2: column b must be a number (got 12%): write it without the sign"),
            ("a,b\n1,\u{2212}2\n", "some.csv:2: column b must be a number (got \u{2212}2): write the sign as -"),
            ("a,b\n1,N/A\n", "some.csv:2: column b must be a number (got N/A): fill it in, or remove the row"),
            ("a,b\n1,True\n", "some.csv:2: column b must be a number (got True): write 1 or 0"),
            (
                "a,b\n1,1.5\u{0}garbage\n",
                "some.csv:2: column b must be a number (got 1.5?garbage): "
                    + "the file has bytes that are no text"
            ),
            (
                "a,b\n1,\u{1B}[2J\n",
                "some.csv:2: column b must be a number (got ?[2J): "
                    + "only numbers are read; give each word a number, or remove the column"
            ),
            (
                "a,b\n1,1e400\n",
                "some.csv:2: column b must be a number (got 1e400): "
                    + "that is beyond all numbers that can be held"
            ),
        ]
    )
    func `ambiguous input is reported with line, column and remedy`(text: String, message: String) {
        do {
            _ = try table(text)
            Issue.record("was taken")
        } catch { #expect("\(error)" == message) }
    }

    @Test func `a line of separators without end is refused`() {
        let error = #expect(throws: FileError.self) { try table("a,b\n1" + String(repeating: ",", count: 200_000)) }
        #expect(error?.description == "some.csv:2: has more than 131072 columns")
    }

    @Test func `only decimal numbers are numbers, whole and alone`() {
        let numbers: [(String, Double)] = [
            ("1", 1), ("-0.5", -0.5), ("+2", 2), ("1.", 1), (".5", 0.5), ("1e3", 1000), ("1E-2", 0.01), ("007", 7),
            ("1e999", Double.infinity), ("123456789012345678901234567890", 1.2345678901234568e29),
        ]
        for (text, number) in numbers { #expect(decimal(text) == number, "\(text)") }
        for text in [
            "", " 1", "1 ", "0x1F", "0x1p3", "nan", "inf", "infinity", "1.5\0", "1.5\0garbage", "1e", "e5", ".", "+",
            "--1",
            "1_000", "1,5", "١", "1d5", "1f", "0b1", "1e+",
        ] { #expect(decimal(text) == nil, "\(text)") }
    }

    // MARK: The target

    private func examples(
        _ text: String,
        classes: Bool = true,
        scale: Double = 1,
        largest: Double = 3.4028234663852886e38
    )
        throws -> Examples
    {
        try Examples(table(text), target: "label", scale: scale, classes: classes, largest: largest, path: "some.csv")
    }

    @Test(
        arguments: ["Label", "LABEL", "la bel", "label\u{A0}"]
    )
    func `a column that is the target by another spelling is refused`(name: String) {
        let error = #expect(throws: FileError.self) { try examples("# x\na,label,\(name)\n1,2,3\n") }
        #expect(
            error?.description
                == "some.csv:2: columns label and \(name) differ only in case or white space, and one is the target: "
                + "rename or remove the other"
        )
    }

    @Test func `a column with the target's numbers is found, one that never changes is none`() throws {
        #expect(try table("a,label,b,c\n1,1,0,1\n2,2,0,1\n").copies(of: "label") == ["a"])
        #expect(try table("a,label\n1,1\n1,1\n").copies(of: "label").isEmpty)
    }

    @Test func `classes from 1 are read as classes from 0 where every one of them occurs`() throws {
        let shifted = try examples("label,a\n1,5\n3,6\n2,7\n")
        #expect(shifted.firstClass == 1 && shifted.targets == .classes([0, 2, 1], count: 3))
        for text in ["label,a\n1,5\n3,6\n", "label,a\n1,5\n1,6\n"] {
            let kept = try examples(text)
            #expect(
                kept.firstClass == 0
                    && kept.targets
                        == .classes(text.contains("3") ? [1, 3] : [1, 1], count: text.contains("3") ? 4 : 2)
            )
        }
        #expect(try examples("label,a\n1,5\n3,6\n2,7\n", classes: false).targets == .values([1, 3, 2]))
    }

    @Test func `a number beyond the precision is reported with line and column`() throws {
        func message(_ text: String, classes: Bool = true, scale: Double = 1, largest: Double = 3.4028234663852886e38)
            -> String
        {
            do {
                return "\(try examples(text, classes: classes, scale: scale, largest: largest).features)"
            } catch { return "\(error)" }
        }
        let cure = "take another unit, or precision double"
        #expect(
            message("a,label\n1,0\n-1e300,1\n")
                == "some.csv:3: column a must stay within 3.4e38 once it is scaled (got -1e+300): \(cure)"
        )
        #expect(
            message("a,label\n1,0\n2,1e39\n", classes: false)
                == "some.csv:3: column label must stay within 3.4e38 once it is scaled (got 1e+39): \(cure)"
        )
        #expect(message("a,label\n1e39,0\n", scale: 0.25) == "[2.5e+38]")
        #expect(message("a,label\n1e300,0\n", largest: .greatestFiniteMagnitude) == "[1e+300]")
        #expect(
            message("a,label\n1e300,0\n", scale: 1e9, largest: .greatestFiniteMagnitude)
                == "some.csv:2: column a must stay within 1.8e308 once it is scaled (got inf): take another unit"
        )
    }
}
