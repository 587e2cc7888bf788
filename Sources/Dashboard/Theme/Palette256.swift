/// The 256 colors that terminals have by number. The first 16 are theirs to choose; the others are xterm's.
public enum Palette256 {
    /// The color of a number from 16 to 255: a cube of 6×6×6, then 24 grays.
    public static func color(_ number: Int) -> RGB {
        if number >= 232 {
            let level = 8 + 10 * (number - 232)
            return RGB(level << 16 | level << 8 | level)
        }
        func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
        let place = number - 16
        return RGB(level(place / 36) << 16 | level(place / 6 % 6) << 8 | level(place % 6))
    }

    /// The number, 16 or above, of the color that looks most like this one; the lowest of several.
    public static func nearest(to color: RGB) -> Int {
        (16...255).min { self.color($0).distance(to: color) < self.color($1).distance(to: color) } ?? 16
    }
}
