import Foundation
import Telemetry
import Testing
import TmuxSession

/// Files of data, weights and checkpoints as others leave them, given to the program.
@Suite struct FileTests {
    private let scratch: Scratch

    private static let rows = (0..<60).map { row in
        ["\(Double(row) / 4)", "\(Double(row * 7 % 13) - 6)", "\(row % 3)"]
    }

    private static func table(_ head: String, separator: String = ",", _ rows: [[String]] = rows) -> String {
        ([head] + rows.map { $0.joined(separator: separator) }).joined(separator: "\n") + "\n"
    }

    init() throws {
        scratch = try Scratch()
        try scratch.write(
            """
            data: {kind: csv, path: plain.csv, target: label, test: 12, batch: 16}
            model: {kind: mlp, sizes: [2, 8, 3]}
            optimizer: {kind: adam, lr: 0.01}
            steps: 4
            evaluate_every: 2
            """,
            to: "run.yaml"
        )
        try scratch.write(Self.table("a,b,label"), to: "plain.csv")
    }

    /// The log of a training on another table, without the time it took.
    private func training(on table: String, _ options: String = "") throws -> (output: String, losses: [Double?]) {
        let run = try scratch.bash(
            "\"$0\" train run.yaml --jsonl --set data.path='\(table)' \(options) > log; echo $?"
        )
        return (run.output, try scratch.lines(of: "log").steps.map(\.loss))
    }

    @Test func `what is plain is read as the plain table is`() throws {
        let plain = try training(on: "plain.csv")
        #expect(plain.output == "0\n" && plain.losses.count == 4)
        try scratch.write(Self.table("\"a\";\"b\";\"label\"", separator: ";"), to: "semicolon.csv")
        try scratch.write(Self.table("a\tb\tlabel", separator: "\t").replacing("\n", with: "\r"), to: "tab.tsv")
        let quoted = Self.rows.map { $0.map { "\"\($0)\"" } + [""] }
        try scratch.write(
            "\u{FEFF}" + Self.table("\"a\",\"b\",\"label\",", quoted).replacing("\n", with: "\r\n"),
            to: "quoted.csv"
        )
        for table in ["semicolon.csv", "tab.tsv", "quoted.csv"] {
            let other = try training(on: table)
            #expect(other.output == "0\n" && other.losses == plain.losses, "\(table)")
        }
        let indexed = Self.rows.enumerated().map { ["\($0)"] + $1 }
        try scratch.write(Self.table(",a,b,label", indexed), to: "index.csv")
        let index = try training(on: "index.csv")
        #expect(index.output == "trimtab: index.csv: the first column labels the rows and is left out\n0\n")
        #expect(index.losses == plain.losses)
        let counted = Self.rows.map { [$0[0], $0[1], "\(Int($0[2])! + 1)"] }
        try scratch.write(Self.table("a,b,label", counted), to: "one.csv")
        let one = try training(on: "one.csv")
        #expect(one.output == "trimtab: one.csv: column label has the classes 1 to 3, read as 0 to 2\n0\n")
        #expect(one.losses == plain.losses)
        try scratch.write(Self.table("label.1,a,label", Self.rows.map { [$0[2], $0[0], $0[2]] }), to: "copy.csv")
        let copy = try scratch.bash("\"$0\" train run.yaml --check --set data.path=copy.csv")
        let said = "column label.1 has the numbers of the target label in every row; is it a feature?"
        #expect(copy.status == 0 && copy.output.hasPrefix("trimtab: copy.csv: \(said)\n"))
    }

    /// That a command line ends with these words and status 2, with nothing more.
    private func expect(_ options: String, _ message: String) throws {
        let run = try scratch.bash("\"$0\" train run.yaml --check \(options)")
        #expect(run.status == 2 && run.output == "trimtab: \(message)\n", "\(options)")
    }

    @Test func `tables that are not plain are refused`() throws {
        for (name, text, message) in [
            (
                "dup.csv", "label,a,label\n0,1,0\n",
                ":1: columns 1 and 3 are both named label: rename or remove one of them"
            ),
            (
                "case.csv", "Label,a,label\n0,1,0\n",
                ":1: columns label and Label differ only in case or white space, and one is the target: "
                    + "rename or remove the other"
            ),
            (
                "huge.csv", "a,b,label\n1,1e39,0\n",
                ":2: column b must stay within 3.4e38 once it is scaled (got 1e+39): take another unit, or precision double"
            ),
            ("hex.csv", "a,b,label\n1,0x1F,0\n", ":2: column b must be a number (got 0x1F): write it in decimal"),
            (
                "comma.csv", "a;b;label\n1,5;2;0\n",
                ":2: column a must be a number (got 1,5): decimals are written with a point, and thousands are not parted"
            ),
            (
                "nul.csv", "a,b,label\n1.5\u{0}garbage,2,0\n",
                ":2: column a must be a number (got 1.5?garbage): the file has bytes that are no text"
            ),
            ("quote.csv", "a,b,label\n1,\"2,0\n", ":2: a quote begins here that nothing ends"),
            (
                "json.csv", "{\"a\": 1}\n", ": is JSON, and not a table: write it as CSV"
            ),
            (
                "lfs.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
                ": is a Git LFS pointer, and not a table: fetch the file itself with git lfs pull"
            ),
        ] {
            try scratch.write(text, to: name)
            try expect("--set data.path=\(name)", "\(name)\(message)")
        }
        // What fits a Double is trained on as such.
        let double = try scratch.bash(
            "\"$0\" train run.yaml --check --set data.path=huge.csv --set data.test=0 "
                + "--set data.batch=1 --set precision=double --set 'model.sizes=[2, 1]'"
        )
        #expect(double.status == 0)
    }

    @Test func `what is not a file is named without waiting`() throws {
        _ = try scratch.bash("mkfifo pipe; truncate -s 8G sparse; ln -s /dev/zero zero")
        let cure = "and a file is expected: write what comes from it to a file first"
        for (path, kind) in [
            ("pipe", "is a FIFO, \(cure)"), ("/dev/zero", "is a device, \(cure)"), ("zero", "is a device, \(cure)"),
        ] {
            try expect("--set data.path=\(path)", "--set data.path=\(path): data.path \(path) \(kind)")
            try expect("--init \(path)", "\(path): \(kind)")
            try expect("--resume \(path)", "\(path): \(kind)")
        }
        try expect("--init .", ".: is a folder, and a file is expected")
        try expect("--init sparse", "sparse: is not a safetensors file: its header is not JSON")
        try expect("--set data.path=sparse", "sparse: is binary data, and not a table")
    }

    @Test func `weights that are something else are named`() throws {
        _ = try scratch.bash(
            """
            printf 'PK\\3\\4%022d\\020\\0\\0\\0archive/data.pkl' 0 > torch.pt
            printf '<!DOCTYPE html><html>404</html>' > page.safetensors
            printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\n' > lfs.safetensors
            gzip -c plain.csv > packed.safetensors; : > empty.safetensors
            """
        )
        for (file, message) in [
            (
                "torch.pt",
                "is a file of torch.save, and not a safetensors file: write the state_dict with safetensors.torch.save_file"
            ),
            (
                "page.safetensors",
                "is an HTML page, and not a safetensors file: download the file itself, not the page that shows it"
            ),
            (
                "lfs.safetensors",
                "is a Git LFS pointer, and not a safetensors file: fetch the file itself with git lfs pull"
            ),
            ("packed.safetensors", "is compressed with gzip, and not a safetensors file: unpack it with gunzip"),
            ("empty.safetensors", "is empty, and not a safetensors file"),
        ] {
            try expect("--init \(file)", "\(file): \(message)")
            try expect("--resume \(file)", "\(file): \(message)")
        }
    }

    @Test func `a checkpoint that is too large for its run is not read`() throws {
        _ = try scratch.bash("\"$0\" train run.yaml --headless --set checkpoint.at_end=true > log")
        let whole = try Data(contentsOf: URL(filePath: scratch.path("run.checkpoints/step-00000004.safetensors")))
        let length = whole.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let numbers = whole.dropFirst(8 + length)
        // Names and shapes of the run, and eight sparse gigabytes of state that no run of this model has.
        let (start, size) = (numbers.count, 1 << 33)
        var header = String(decoding: whole.dropFirst(8).prefix(length), as: UTF8.self)
        let end = try #require(header.lastIndex(of: "}"))
        let extra = "\"F64\",\"shape\":[\(size / 8)],\"data_offsets\":[\(start),\(start + size)]}}"
        header.replaceSubrange(end..., with: ",\"trimtab.extra\":{\"dtype\":\(extra)")
        var large = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        large.append(Data(header.utf8) + numbers)
        try large.write(to: URL(filePath: scratch.path("large")))
        _ = try scratch.bash("truncate -s \(large.count + size) large")
        let run = try scratch.bash("\"$0\" train run.yaml --check --steps 8 --resume large")
        #expect(run.status == 2 && run.output.split(separator: "\n").count == 1)
        #expect(run.output.hasPrefix("trimtab: large: is a broken checkpoint: its state is 85899"), "\(run.output)")
    }
}
