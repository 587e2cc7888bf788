/// The palette of 256 colors. The first 16 depend on the terminal; the others are xterm's.
public enum Palette256 {
    /// The color of a number from 16 to 255: a cube of 6×6×6, then 24 grays.
    public static func color(_ number: Int) -> RGB {
        if number >= 232 {
            let level = 8 + 10 * (number - 232)
            return RGB(level << 16 | level << 8 | level)
        }
        func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
        let index = number - 16
        return RGB(level(index / 36) << 16 | level(index / 6 % 6) << 8 | level(index % 6))
    }

    /// The number, 16 or above, of the most similar color; the lowest of several.
    public static func nearest(to color: RGB) -> Int {
        (16...255).min { self.color($0).distance(to: color) < self.color($1).distance(to: color) } ?? 16
    }
}
