import Dashboard
import Testing

@testable import Terminal

/// From bytes and the time they come at to keys and pastes.
@Suite struct InputParserTests {
    typealias Token = InputParser.Token

    /// Feeds pieces, each so many seconds after the one before, and waits at the end for all that time decides.
    func tokens(
        _ pieces: [[UInt8]],
        every delay: Double = 0,
        parser: InputParser = InputParser(timeouts: .local)
    ) -> [Token] {
        var parser = parser
        var time = 0.0
        var tokens: [Token] = []
        for piece in pieces {
            tokens += parser.advance(to: time)
            for byte in piece { tokens += parser.feed(byte, at: time) }
            time += delay
        }
        tokens += parser.advance(to: time + 1000)
        #expect(parser.deadline == nil)
        return tokens
    }

    func keys(_ text: String) -> [Token] { tokens([Array(text.utf8)]) }

    @Test(
        arguments: [
            ("a", [Key.character("a")]), (" ", [.character(" ")]), ("~", [.character("~")]),
            ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
            ("\u{7f}", [.backspace]), ("\u{8}", [.backspace]),
            ("\u{3}", [.control("c")]), ("\u{15}", [.control("u")]), ("\u{1}", [.control("a")]),
            ("\u{c}", [.control("l")]),
            ("\0", []), ("\u{1c}", []), ("\u{1f}", []),
            ("\u{1b}", [.escape]), ("\u{1b}\u{1b}", [.escape, .escape]),
            ("é中😀", [.character("é"), .character("中"), .character("😀")]), ("\u{85}", []),
        ]
    ) func `plain keys`(_ text: String, _ expected: [Key]) {
        #expect(keys(text) == expected.map { .key($0) })
    }

    /// Sequences of keys, whole.
    static let sequences: [(String, [Key])] = [
        ("\u{1b}[A", [.up]), ("\u{1b}OB", [.down]), ("\u{1b}[1;5C", [.with(.control, .right)]), ("\u{1b}[D", [.left]),
        ("\u{1b}O2A", [.with(.shift, .up)]),
        ("\u{1b}[H", [.home]), ("\u{1b}[4~", [.end]), ("\u{1b}[5~", [.pageUp]),
        ("\u{1b}[6;2~", [.with(.shift, .pageDown)]),
        ("\u{1b}[7~", [.home]), ("\u{1b}[8~", [.end]), ("\u{1b}[3~", [.delete]), ("\u{1b}[2~", []),
        ("\u{1b}[Z", [.backTab]),
        ("\u{1b}OP", [.function(1)]), ("\u{1b}[15~", [.function(5)]), ("\u{1b}[24~", [.function(12)]),
        ("\u{1b}[1;2P", [.with(.shift, .function(1))]), ("\u{1b}[[B", [.function(2)]), ("\u{1b}[[Z", []),
        // The keypad in application mode.
        ("\u{1b}OM", [.enter]), ("\u{1b}Op", [.character("0")]), ("\u{1b}On", [.character(".")]),
        ("\u{1b}Ok", [.character("+")]),
        // kitty's keyboard and xterm's modifyOtherKeys.
        ("\u{1b}[97u", [.character("a")]), ("\u{1b}[97;2u", [.character("A")]), ("\u{1b}[49:33;2u", [.character("!")]),
        ("\u{1b}[99;5u", [.control("c")]), ("\u{1b}[27u", [.escape]), ("\u{1b}[13u", [.enter]),
        ("\u{1b}[127u", [.backspace]),
        ("\u{1b}[57402u", [.character("3")]), ("\u{1b}[97;3u", []), ("\u{1b}[97;1:3u", []), ("\u{1b}[1;1:3A", []),
        ("\u{1b}[97;129u", [.character("a")]), ("\u{1b}[57441u", []), ("\u{1b}[1114112u", []), ("\u{1b}[55296u", []),
        ("\u{1b}[27;5;99~", [.control("c")]), ("\u{1b}[27;2;63~", [.character("?")]),
        ("\u{1b}[27;5;13~", [.with(.control, .enter)]),
        ("\u{1b}[1;8H", [.with([.shift, .alt, .control], .home)]), ("\u{1b}[1;3F", [.with(.alt, .end)]),
        ("\u{1b}[3;5~", [.with(.control, .delete)]), ("\u{1b}[15;6~", [.with([.shift, .control], .function(5))]),
        ("\u{1b}[1;9A", []), ("\u{1b}[1;65A", [.up]), ("\u{1b}[1;70D", [.with([.shift, .control], .left)]),
        ("\u{1b}[1;2Z", [.backTab]), ("\u{1b}[9;2u", [.backTab]), ("\u{1b}[27;2;9~", [.backTab]),
        ("\u{1b}[9;5u", [.with(.control, .tab)]), ("\u{1b}[57419;2u", [.with(.shift, .up)]),
        ("\u{1b}[13;2u", [.with(.shift, .enter)]), ("\u{1b}[127;3u", [.with(.alt, .backspace)]),
        // rxvt's.
        ("\u{1b}[5^", [.with(.control, .pageUp)]), ("\u{1b}[8@", [.with([.shift, .control], .end)]),
        ("\u{1b}[a", [.with(.shift, .up)]), ("\u{1b}Od", [.with(.control, .left)]),
        ("\u{1b}O2d", [.with(.control, .left)]), ("\u{1b}[9^", []),
        ("\u{1b}[99999999999999999999u", []), ("\u{1b}[99999999999999999999~", []),
    ]

    /// Everything else that terminals send.
    static let reports: [[UInt8]] =
        TerminalAnswers.recorded.filter { !isEndedByBell($0) }.map { Array($0.utf8) } + [
            // X10 mouse reports: plain, with bytes beyond ASCII, and with coordinates of two bytes.
            Array("\u{1b}[M [!".utf8), [27, 91, 77, 0x23, 0xff, 0x99], [27, 91, 77, 0x20, 0xc4, 0x80, 0x71],
            Array("\u{1b}[t!q".utf8), Array("\u{1b}[T!q!q!q".utf8),
        ]

    /// OSC strings end so; of the others a bell may be a part, and what follows it without a pause is dropped with them.
    private static func isEndedByBell(_ answer: String) -> Bool {
        answer.hasSuffix("\u{7}") && !answer.hasPrefix("\u{1b}]")
    }

    @Test func `a bell ends every string in the end`() {
        for introducer in "P_^X" {
            let string = Array("\u{1b}\(introducer)q\u{7}".utf8)
            #expect(tokens([string, Array("x".utf8)], every: 0.02) == [.key(.character("x"))])
            #expect(tokens([string + Array("sy".utf8), Array("x".utf8)], every: 0.02) == [.key(.character("x"))])
        }
    }

    @Test(arguments: sequences) func `sequences cut anywhere`(_ text: String, _ expected: [Key]) {
        expectWhole(Array(text.utf8), expected.map { .key($0) })
    }

    @Test(arguments: reports) func `reports cut anywhere`(_ bytes: [UInt8]) {
        expectWhole(bytes, []) { token in
            switch token {
            case .key, .paste: true
            case .mouse, .background, .attributes: false
            }
        }
    }

    /// What the mouse reports, in the numbers of mode 1006.
    static let mouse: [(String, Mouse?)] = [
        ("\u{1b}[<0;59;1M", Mouse(column: 58, row: 0, .press(.left))),
        ("\u{1b}[<1;1;1M", Mouse(column: 0, row: 0, .press(.middle))),
        ("\u{1b}[<2;300;120M", Mouse(column: 299, row: 119, .press(.right))),
        ("\u{1b}[<0;59;1m", Mouse(column: 58, row: 0, .release)),
        ("\u{1b}[<3;5;6m", Mouse(column: 4, row: 5, .release)),
        ("\u{1b}[<32;5;6M", Mouse(column: 4, row: 5, .drag(.left))),
        ("\u{1b}[<34;5;6M", Mouse(column: 4, row: 5, .drag(.right))),
        ("\u{1b}[<64;5;6M", Mouse(column: 4, row: 5, .wheelUp)),
        ("\u{1b}[<65;5;6M", Mouse(column: 4, row: 5, .wheelDown)),
        ("\u{1b}[<68;5;6M", Mouse(column: 4, row: 5, .wheelUp, .shift)),
        ("\u{1b}[<81;5;6M", Mouse(column: 4, row: 5, .wheelDown, .control)),
        ("\u{1b}[<28;5;6M", Mouse(column: 4, row: 5, .press(.left), [.shift, .alt, .control])),
        ("\u{1b}[<48;5;6M", Mouse(column: 4, row: 5, .drag(.left), .control)),
        // Moved without a button, sideways wheels, further buttons, and what nobody sends.
        ("\u{1b}[<35;5;6M", nil), ("\u{1b}[<66;5;6M", nil), ("\u{1b}[<67;5;6M", nil), ("\u{1b}[<128;5;6M", nil),
        ("\u{1b}[<3;5;6M", nil), ("\u{1b}[<64;5;6m", nil), ("\u{1b}[<32;5;6m", nil),
        ("\u{1b}[<0;0;1M", nil), ("\u{1b}[<0;1;0M", nil), ("\u{1b}[<0;5M", nil), ("\u{1b}[<0;5;M", nil),
        ("\u{1b}[<;;M", nil), ("\u{1b}[<M", nil), ("\u{1b}[<0;5;6;7M", nil), ("\u{1b}[<0;5;123456M", nil),
        ("\u{1b}[<0:1;5;6M", nil), ("\u{1b}[<0;5;6$M", nil), ("\u{1b}[0;5;6M", nil), ("\u{1b}[>0;5;6M", nil),
    ]

    @Test(arguments: mouse) func `the mouse cut anywhere`(_ text: String, _ expected: Mouse?) {
        expectWhole(Array(text.utf8), expected.map { [.mouse($0)] } ?? [])
    }

    @Test(
        arguments: [
            ("\u{1b}]11;rgb:1414/1919/1f1f\u{7}", RGB(0x14191f)), ("\u{1b}]11;rgb:ff/80/0\u{1b}\\", RGB(0xff8000)),
            ("\u{1b}]11;rgba:ffff/ffff/ffff/8000\u{1b}\\", RGB(0xffffff)), ("\u{1b}]11;#1a2b3c\u{7}", RGB(0x1a2b3c)),
            ("\u{1b}]10;rgb:ffff/ffff/ffff\u{7}", nil), ("\u{1b}]11;rgb:ffff/ffff\u{7}", nil),
            ("\u{1b}]11;rgb:fffff/ffff/ffff\u{7}", nil), ("\u{1b}]11;rgb:gg/00/00\u{7}", nil),
            ("\u{1b}]11;white\u{7}", nil),
            ("\u{1b}]11;?\u{7}", nil), ("\u{1b}P11;rgb:ff/ff/ff\u{1b}\\", nil),
        ]
    ) func `the background cut anywhere`(_ text: String, _ expected: RGB?) {
        expectWhole(Array(text.utf8), expected.map { [.background($0)] } ?? [])
    }

    @Test func `the answer that every terminal gives`() {
        #expect(keys("\u{1b}[?62;22c") == [.attributes])
        #expect(keys("\u{1b}[?c") == [.attributes])
        #expect(keys("\u{1b}[>41;354;0c\u{1b}[>c") == [])
    }

    /// However it is cut, a sequence gives the same and does not touch the key that follows it. Where the first cut comes
    /// late, the Escape key is reported before; that only cancels.
    ///
    /// - Parameter counts: which of what comes out is compared.
    private func expectWhole(
        _ bytes: [UInt8],
        _ expected: [Token],
        sourceLocation: SourceLocation = #_sourceLocation,
        counts: (Token) -> Bool = { _ in true }
    ) {
        let after = Token.key(.character("x"))
        for delay in [0, 0.04, 0.09, 0.35] {
            for cut in 1...bytes.count {
                var all = tokens([Array(bytes[..<cut]), Array(bytes[cut...]), Array("x".utf8)], every: delay)
                    .filter(counts)
                if cut == 1, delay > InputTimeouts.local.escape {
                    #expect(all.first == .key(.escape), sourceLocation: sourceLocation)
                    all.removeFirst()
                }
                #expect(all == expected + [after], "cut at \(cut), \(delay) s", sourceLocation: sourceLocation)
            }
        }
        let one = tokens(bytes.map { [$0] } + [Array("x".utf8)], every: 0.04).filter(counts)
        #expect(one == expected + [after], "byte by byte", sourceLocation: sourceLocation)
    }

    @Test func `over a network the pieces may be farther apart`() {
        let arrow = Array("\u{1b}[A".utf8)
        for delay in [0.1, 0.19] {
            #expect(tokens(arrow.map { [$0] }, every: delay, parser: InputParser(timeouts: .remote)) == [.key(.up)])
        }
        let late = tokens([[27], Array("[A".utf8)], every: 1.2, parser: InputParser(timeouts: .remote))
        #expect(late == [.key(.escape), .key(.up)])
    }

    @Test(
        arguments: [
            (["SSH_TTY": "/dev/pts/1"], InputTimeouts.remote), (["SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"], .remote),
            (["SSH_TTY": ""], .local), ([:], .local),
        ]
    ) func `timeouts goes by the environment`(_ environment: [String: String], _ expected: InputTimeouts) {
        #expect(InputTimeouts.fitting { environment[$0] } == expected)
    }

    @Test func `alt and a key is not a key`() {
        for letter in "qsc ]é\r\u{3}" {
            let bytes = Array("\u{1b}\(letter)".utf8)
            #expect(tokens([bytes, Array("x".utf8)], every: 3) == [.key(.character("x"))], "\(letter)")
        }
        #expect(keys("\u{1b}(Bx") == [.key(.character("x"))])
    }

    @Test func `a key after escape is a key`() {
        #expect(tokens([[27], Array("q".utf8)], every: 0.06) == [.key(.escape), .key(.character("q"))])
        #expect(tokens([[27], Array("[".utf8)], every: 0.5) == [.key(.escape), .key(.character("["))])
    }

    @Test func `an escape key does not keep the keyboard for long`() {
        // Within its time the bracket may belong to the Escape; what comes a moment later is a key again.
        let all = tokens([[27], Array("]".utf8), Array("n".utf8)], every: 0.3)
        #expect(all == [.key(.escape), .key(.character("n"))])
    }

    @Test func `controls inside sequences`() {
        #expect(keys("\u{1b}[\u{3}") == [.key(.control("c"))])
        #expect(keys("\u{1b}[1\u{1b}[A") == [.key(.up)])
        #expect(keys("\u{1b}[1\r;5A") == [.key(.with(.control, .up))])
        #expect(keys("\u{1b}]11;\u{1b}[Ax") == [.key(.up), .key(.character("x"))])
        #expect(keys("\u{1b}[12\u{18}") == [])
    }

    @Test(arguments: ["]11;", "P>|", "_G", "^", "X", "[", "[200~"]) func `what never ends ends by time`(_ start: String)
    {
        // An endless answer, and nothing of it is a key; afterwards the keyboard works.
        var parser = InputParser(timeouts: .local)
        var tokens: [Token] = []
        var time = 0.0
        for byte in "\u{1b}\(start)".utf8 { tokens += parser.feed(byte, at: time) }
        while time < 30 {
            for byte in "rgb:qsc [] r".utf8 { tokens += parser.feed(byte, at: time) }
            time += 0.005
            tokens += parser.advance(to: time)
        }
        tokens += parser.advance(to: time + 3)
        if start != "[200~" {
            // A space is no part of what follows CSI, so that one ends early; it begins and ends the burst.
            #expect(start == "[" || tokens.isEmpty)
        } else {
            #expect(tokens.count == 1)
            guard case .paste(let text)? = tokens.first else {
                Issue.record("no paste: \(tokens)")
                return
            }
            #expect(text.utf8.count == InputParser.longestPaste)
        }
        #expect(parser.feed(UInt8(ascii: "x"), at: time + 4) == [.key(.character("x"))])
    }

    @Test(arguments: ["]11;rgb:", "P>|xterm", "_Gi=", "^p", "Xs"]) func `what is cut off ends by silence`(
        _ start: String
    ) {
        #expect(tokens([Array("\u{1b}\(start)".utf8), Array("q".utf8)], every: 2.1) == [.key(.character("q"))])
        #expect(tokens([Array("\u{1b}\(start)".utf8), Array("q".utf8)], every: 1.9) == [])
    }
}
