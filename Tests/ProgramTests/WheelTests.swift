import Foundation
import Testing
import TmuxSession

#if arch(x86_64)

    /// `Sources/Python/build-wheel`, with a small program in place of trimtab, which takes minutes to build.
    @Suite struct WheelTests {
        private static let builder = URL(filePath: demos).deletingLastPathComponent()
            .appending(path: "Sources/Python/build-wheel").path

        /// A static ELF program that ends with exit code 7.
        private static let program: [UInt8] = {
            let code: [UInt8] = [0xB8, 60, 0, 0, 0, 0xBF, 7, 0, 0, 0, 0x0F, 0x05]
            func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
                withUnsafeBytes(of: number.littleEndian, Array.init)
            }
            let (start, size) = (UInt64(0x400000), UInt64(120 + code.count))
            let identity: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            let header =
                identity + bytes(UInt16(2)) + bytes(UInt16(62)) + bytes(UInt32(1)) + bytes(start + 120)
                + bytes(UInt64(64))
                + bytes(UInt64(0)) + bytes(UInt32(0)) + [64, 56, 1, 0, 0, 0].flatMap { bytes(UInt16($0)) }
            let segment =
                bytes(UInt32(1)) + bytes(UInt32(5)) + bytes(UInt64(0)) + bytes(start) + bytes(start) + bytes(size)
                + bytes(size) + bytes(UInt64(4096))
            return header + segment + code
        }()

        /// Names, modes and contents of a wheel are as the format wants them.
        private static let check = """
            import base64, csv, hashlib, io, sys, zipfile
            wheel = zipfile.ZipFile(sys.argv[1])
            names = wheel.namelist()
            assert len(names) == len(set(names))
            information = next(name for name in names if name.endswith("/RECORD")).rsplit("/", 1)[0]
            assert information == "-".join(sys.argv[1].rsplit("/", 1)[-1].split("-")[:2]) + ".dist-info", information
            rows = list(csv.reader(io.StringIO(wheel.read(information + "/RECORD").decode())))
            assert sorted(row[0] for row in rows) == sorted(names)
            for name, digest, size in rows:
                if name.endswith("/RECORD"):
                    assert digest == size == ""
                    continue
                data = wheel.read(name)
                sum = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                assert (digest, size) == ("sha256=" + sum, str(len(data))), name
            for name in ["cli.py", "run.py", "py.typed", "hook/sitecustomize.py", "bin/trimtab", "terminfo/x/xterm-256color"]:
                assert "trimtab/" + name in names, name
            assert not [name for name in names if "__pycache__" in name]
            mode = {name: wheel.getinfo(name).external_attr >> 16 for name in names}
            assert mode["trimtab/bin/trimtab"] == 0o100755 and mode["trimtab/run.py"] == 0o100644
            metadata = wheel.read(information + "/METADATA").decode()
            assert "\\nVersion: " + information.split("-")[1][:-5] + "\\n" in metadata + "\\n", metadata
            tags = [line for line in wheel.read(information + "/WHEEL").decode().splitlines() if line.startswith("Tag: ")]
            assert ["-".join(sys.argv[1][:-4].split("-")[2:4] + [part]) for part in sys.argv[1][:-4].split("-")[4].split(".")] \\
                == [tag[5:] for tag in tags], tags
            """

        private func scratch() throws -> Scratch {
            let scratch = try Scratch()
            try Data(Self.program).write(to: scratch.folder.appending(path: "small"))
            return scratch
        }

        @Test func `files and metadata are those of a wheel`() throws {
            let scratch = try scratch()
            try scratch.write(Self.check, to: "check.py")
            let run = try scratch.bash(
                """
                '\(Self.builder)' --program small --output a && '\(Self.builder)' --program small --output b && \
                    cmp a/*.whl b/*.whl && ls a && python3 check.py a/*.whl
                """
            )
            #expect(run.status == 0, "\(run.output)")
            #expect(
                run.output.contains("-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64.whl\n")
            )
        }

        @Test func `installed its command is the program`() throws {
            let scratch = try scratch()
            let run = try scratch.bash(
                """
                '\(Self.builder)' --program small --output . > /dev/null && python3 -m venv new && \
                    new/bin/pip install -q --no-index ./*.whl > errors 2>&1 || { cat errors; exit 1; }
                new/bin/python -c 'import trimtab; trimtab.Run' && chmod +x small && new/bin/trimtab --anything
                """
            )
            #expect(run.status == 7 && run.output.isEmpty, "\(run.output)")
        }

        @Test func `a program that needs libraries is refused`() throws {
            let run = try scratch().bash("'\(Self.builder)' --program /bin/ls --output . || ls *.whl")
            #expect(
                run.output.hasPrefix(
                    "build-wheel: /bin/ls is dynamically linked: it would run on this system only\nls:"
                ),
                "\(run.output)"
            )
        }
    }

#endif
