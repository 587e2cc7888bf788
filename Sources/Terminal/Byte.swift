/// Control bytes and sequences of the parser.
enum Byte {
    static let controlC: UInt8 = 0x03
    static let bell: UInt8 = 0x07
    static let cancel: UInt8 = 0x18
    static let substitute: UInt8 = 0x1a
    static let escape: UInt8 = 0x1b
    static let stringTerminator: UInt8 = 0x9c
    /// The bytes that follow ESC in CSI, SS3, OSC, DCS, SOS, PM and APC.
    static let introducers = Set("[O]PX^_".utf8)
    /// The number of bytes after CSI M (X10 mouse), CSI t and CSI T (highlight tracking).
    static let tails: [UInt8: Int] = [UInt8(ascii: "M"): 3, UInt8(ascii: "t"): 2, UInt8(ascii: "T"): 6]
    static let pasteEnds = [Array("\u{1b}[201~".utf8), [0x9b] + Array("201~".utf8)]
}
