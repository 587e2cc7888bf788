/// A color in sRGB.
public struct RGB: Hashable, Sendable {
    /// 0 to 255, as are the others.
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// - Parameter value: 0xRRGGBB; higher bits are ignored.
    public init(_ value: Int) {
        self.init(red: UInt8(value >> 16 & 0xff), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    }

    /// 0xRRGGBB.
    public var value: Int { Int(red) << 16 | Int(green) << 8 | Int(blue) }

    /// The color as in CSS and SVG: #rrggbb.
    public var hexadecimal: String {
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// True for a background on which dark text is more readable than light text.
    public var isLight: Bool {
        // Rec. 709 weights on the gamma-encoded levels, which is close to how light a color looks.
        2126 * Int(red) + 7152 * Int(green) + 722 * Int(blue) > 10_000 * 140
    }

    /// The perceived distance of two colors, squared, by Thiadmer Riemersma: https://www.compuphase.com/cmetric.htm.
    func distance(to other: RGB) -> Int {
        let mean = (Int(red) + Int(other.red)) / 2
        let (red, green, blue) = (
            Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
        )
        return (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8)
    }
}
