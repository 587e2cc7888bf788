import Fuzzing

/// What terminals answer and report of themselves, and random texts of the same forms.
enum TerminalAnswers {
    /// As recorded from, or documented for, xterm, VTE, kitty, foot, iTerm2, Windows Terminal, the Linux console and tmux.
    static let recorded = [
        // Colors, titles, the clipboard, the folder.
        "\u{1b}]11;rgb:1414/1919/1f1f\u{7}", "\u{1b}]11;rgb:1414/1919/1f1f\u{1b}\\",
        "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\",
        "\u{1b}]4;1;rgb:cdcd/0000/0000\u{7}", "\u{1b}]12;rgb:aa/bb/cc\u{7}", "\u{1b}]lTerm ✜ s\u{1b}\\",
        "\u{1b}]LTerm\u{1b}\\", "\u{1b}]52;c;cnMgc3RvcA==\u{1b}\\", "\u{1b}]7;file://host/q/s\u{7}",
        "\u{1b}]1337;ReportCellSize=17.5;8.0;2.0\u{1b}\\", "\u{1b}]99;i=1:p=?;p=title,body:c=1\u{1b}\\",
        // Device attributes and versions.
        "\u{1b}[?62;22c", "\u{1b}[?1;2c", "\u{1b}[?6c", "\u{1b}[>41;354;0c", "\u{1b}[>0;276;0c", "\u{1b}[>1;7200;0c",
        "\u{1b}P!|00000000\u{1b}\\", "\u{1b}P!|7E565445\u{1b}\\", "\u{1b}P>|XTerm(354)\u{1b}\\",
        "\u{1b}P>|tmux 3.3a\u{1b}\\", "\u{1b}P>|kitty(0.26.5)\u{1b}\\", "\u{1b}P>|VTE(7200)\u{1b}\\",
        // Modes, settings, capabilities.
        "\u{1b}[?2026;2$y", "\u{1b}[?1$y", "\u{1b}[4;2$y", "\u{1b}P1$r0m\u{1b}\\", "\u{1b}P1$r1;24r\u{1b}\\",
        "\u{1b}P0$r\u{1b}\\", "\u{1b}P1+r544e=787465726d2d323536636f6c6f72\u{1b}\\", "\u{1b}P0+r\u{1b}\\",
        "\u{1b}P1!~ABCD\u{1b}\\", "\u{1b}[?0u", "\u{1b}[?997;1n", "\u{1b}[?1;0;256S", "\u{1b}[>4;2m",
        // Positions and sizes.
        "\u{1b}[24;80R", "\u{1b}[1;1R", "\u{1b}[?24;80R", "\u{1b}[0n", "\u{1b}[?13n", "\u{1b}[8;24;80t",
        "\u{1b}[4;600;800t", "\u{1b}[6;17;8t", "\u{1b}[1t", "\u{1b}[3;10;20t", "\u{1b}[2;1;1;112;112;1;0x",
        // Pictures.
        "\u{1b}_Gi=31;OK\u{1b}\\", "\u{1b}_Gi=1;ENOENT:No such file: q\u{1b}\\",
        // Focus, and mice of every kind.
        "\u{1b}[I", "\u{1b}[O", "\u{1b}[<0;59;1M", "\u{1b}[<0;59;1m", "\u{1b}[<64;1;2M", "\u{1b}[32;59;1M",
        "\u{1b}[0;59;33M", "\u{1b}[M [!", "\u{1b}[M#[!", "\u{1b}[M`q]", "\u{1b}[1;2;3;4&w", "\u{1b}[201~",
        // Strings that end with a bell, and such as nobody sends.
        "\u{1b}P>|q\u{7}", "\u{1b}^q s\u{1b}\\", "\u{1b}Xq s\u{1b}\\", "\u{1b}_q s\u{7}",
    ]

    /// An answer that a terminal might give: one of the recorded ones, or one of their forms with random contents.
    static func random(using generator: inout SplitMix64) -> [UInt8] {
        let form = Int.random(in: 0..<8, using: &generator)
        switch form {
        case 0...2: return Array(recorded.randomElement(using: &generator)!.utf8)
        case 3:
            let numbers = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                String(Int.random(in: 0...400, using: &generator))
            }
            let (mark, end) = [
                ("?", "c"), (">", "c"), ("?", "$y"), ("", "R"), ("", "n"), ("<", "M"), ("<", "m"), ("?", "u"),
            ]
            .randomElement(using: &generator)!
            return Array("\u{1b}[\(mark)\(numbers.joined(separator: ";"))\(end)".utf8)
        case 4:
            // An old mouse report: a button and a place, from a space upwards.
            return Array("\u{1b}[M".utf8) + (0..<3).map { _ in UInt8.random(in: 32...127, using: &generator) }
        default:
            let introducer = "]P_^X".randomElement(using: &generator)!
            let ends = ["\u{1b}\\", "\u{7}"]
            return Array("\u{1b}\(introducer)".utf8) + contents(using: &generator)
                + Array(ends.randomElement(using: &generator)!.utf8)
        }
    }

    private static func contents(using generator: inout SplitMix64) -> [UInt8] {
        let pieces = [
            "q", "s", "y", " ", "[", "]", "m5", "r", "\r", "é", "✜", "rgb:", ";", "0", "1f", "\n", "|", "c", "t",
        ]
        return (0..<Int.random(in: 0...24, using: &generator)).flatMap { _ in
            Array(pieces.randomElement(using: &generator)!.utf8)
        }
    }
}
