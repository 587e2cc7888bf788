import Dashboard

/// The background color of a terminal, from its answer to OSC 11 ; ? or from the environment.
enum BackgroundReply {
    /// Black or white by COLORFGBG, palette numbers of text and background separated by a semicolon; nil if it is not set or
    /// invalid. 7 and numbers from 9 on are light, as in Vim.
    static func color(_ environment: (String) -> String?) -> RGB? {
        guard let fields = environment("COLORFGBG")?.split(separator: ";"), fields.count > 1,
            let number = Int(fields[fields.count - 1]), (0...15).contains(number)
        else { return nil }
        return RGB(number == 7 || number > 8 ? 0xffffff : 0)
    }

    /// The color in an OSC string: `11;rgb:RRRR/GGGG/BBBB` with one to four hexadecimal digits each, as in XParseColor (`rgba:`
    /// adds the opacity), or `11;#RRGGBB`. Nil for any other text.
    static func color(_ text: [UInt8]) -> RGB? {
        guard text.starts(with: "11;".utf8) else { return nil }
        let color = text.dropFirst(3)
        if color.first == UInt8(ascii: "#") {
            guard color.count == 7, let value = hexadecimal(color.dropFirst()) else { return nil }
            return RGB(value)
        }
        for prefix in ["rgb:", "rgba:"] where color.starts(with: prefix.utf8) {
            let fields = color.dropFirst(prefix.utf8.count).split(
                separator: UInt8(ascii: "/"),
                omittingEmptySubsequences: false
            )
            let levels = fields.compactMap(level)
            guard levels.count == fields.count, levels.count == prefix.utf8.count - 1 else { return nil }
            return RGB(red: levels[0], green: levels[1], blue: levels[2])
        }
        return nil
    }

    private static func level(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard (1...4).contains(digits.count), let value = hexadecimal(digits) else { return nil }
        let largest = 1 << (4 * digits.count) - 1
        return UInt8((value * 255 + largest / 2) / largest)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
