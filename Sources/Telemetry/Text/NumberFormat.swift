/// Numbers as text for people. Every Double and every Int has a short text.
public enum NumberFormat {
    /// At most four significant digits, in the shortest of the usual forms: 0.0005, 1.25, 312.5, 12,346, 1.2e-7.
    ///
    /// Values that an operator typed, such as 1 or 0.75, keep that form. Non-finite values are "NaN", "Inf" and "-Inf".
    public static func compact(_ value: Double, digits: Int = 4) -> String {
        text(value, digits: digits, keepsZeros: false)
    }

    /// As `compact` with trailing zeros, so that a changing number keeps its width: 0.5000, 2.310, 300.0.
    public static func fixedWidth(_ value: Double, digits: Int = 4) -> String {
        text(value, digits: digits, keepsZeros: true)
    }

    private static func text(_ value: Double, digits: Int, keepsZeros: Bool) -> String {
        guard value.isFinite else { return nonFinite(value) }
        guard value != 0 else { return "0" }
        let magnitude = abs(value)
        let sign = value < 0 ? "-" : ""
        if magnitude >= 0.0001, magnitude < 999_999.5 {
            let exponent = String(Int(magnitude)).count - 1
            let places = magnitude >= 1 ? max(0, digits - 1 - exponent) : leadingZeros(magnitude) + digits
            let text = fixed(magnitude, places: places)
            guard keepsZeros else { return sign + grouped(trimmed(text)) }
            // Rounding up to the next power of ten adds a digit.
            let isLonger = text.drop { $0 == "0" || $0 == "." }.filter(\.isNumber).count > digits
            return sign + grouped(isLonger ? fixed(magnitude, places: max(0, places - 1)) : text)
        }
        return sign + scientific(magnitude, digits: digits, keepsZeros: keepsZeros)
    }

    /// The value of a setting: at most six significant digits and no commas, so that it can be typed.
    public static func setting(_ value: Double) -> String { compact(value, digits: 6).filter { $0 != "," } }

    /// Nine significant digits with an exponent, for parsing.
    public static func precise(_ value: Double) -> String {
        guard value.isFinite else { return nonFinite(value) }
        guard value != 0 else { return "0" }
        return (value < 0 ? "-" : "") + scientific(abs(value), digits: 9)
    }

    /// A fixed number of decimal places, 0 to 12, rounded half away from zero. A number with more than 18 digits is formatted
    /// by `compact`.
    public static func fixed(_ value: Double, places: Int) -> String {
        let places = min(max(places, 0), 12)
        var scale: UInt64 = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = (abs(value) * Double(scale)).rounded()
        guard scaled < 1e18 else { return compact(value) }
        let whole = UInt64(scaled)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % scale)
        return "\(sign)\(whole / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// A share as a percentage: 0.968 → "96.8%".
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return nonFinite(share) }
        // Exactly 0 and 1 are distinguished from values next to them.
        if share == 1 || share == 0 { return share == 1 ? "100%" : "0%" }
        let isPart = share > 0 && share < 1
        let percents = isPart ? min(max(share * 100, 0.1), 99.9) : share * 100
        return (abs(percents) < 1_000_000 ? fixed(percents, places: 1) : compact(percents)) + "%"
    }

    /// A share in whole percent, clamped to 0% to 100%; 0% and 100% only for 0 or less and 1 or more.
    public static func wholePercent(_ share: Double) -> String {
        guard !share.isNaN else { return nonFinite(share) }
        if share <= 0 || share >= 1 { return share <= 0 ? "0%" : "100%" }
        return "\(min(max(Int((share * 100).rounded()), 1), 99))%"
    }

    /// A count with its noun: 1 line, 2 lines.
    public static func plural(_ count: Int, _ word: String) -> String {
        "\(self.count(count)) \(word)\(count == 1 ? "" : "s")"
    }

    /// A whole number with commas: 12345 → "12,345".
    public static func count(_ value: Int) -> String { (value < 0 ? "-" : "") + grouped(String(value.magnitude)) }

    /// A decimal number with commas in its integer part.
    private static func grouped(_ text: String) -> String {
        let whole = text.prefix { $0 != "." }
        guard whole.count > 3 else { return text }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped + text[whole.endIndex...]
    }

    /// Seconds as a clock: 75 → "1:15", 3700 → "1:01:40".
    public static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "-:--" }
        let whole = Int(seconds)
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    /// Steps per second: three significant digits, and from 1000 to 10⁹ the whole number.
    public static func rate(_ value: Double) -> String {
        guard value >= 1000, value < 1e9, let whole = Int(clamping: value.rounded()) else {
            return compact(value, digits: 3)
        }
        return count(whole)
    }

    /// Labels of the values on an axis: three digits, more if two labels would be equal, fewer if a label would not fit; from
    /// 100,000 on with an exponent.
    ///
    /// - Parameters:
    ///   - values: in the order of the axis.
    ///   - width: columns per label; 7 are enough for any Double.
    public static func axis(_ values: [Double], width: Int = 7) -> [String] {
        for digits in 3...6 {
            let labels = values.map { axis($0, digits: digits, width) }
            if Set(labels).count == labels.count { return labels }
        }
        return values.map { axis($0, digits: 7, width) }
    }

    /// A label with at most `digits` digits, two fewer with an exponent.
    private static func axis(_ value: Double, digits: Int, _ width: Int) -> String {
        let magnitude = abs(value)
        let hasExponent = magnitude.isFinite && (magnitude >= 99_999.5 || (magnitude > 0 && magnitude < 0.0001))
        func label(_ digits: Int) -> String {
            hasExponent
                ? (value < 0 ? "-" : "") + scientific(magnitude, digits: digits) : compact(value, digits: digits)
        }
        // A truncated label would be a different number.
        let most = hasExponent ? digits - 2 : digits
        return stride(from: most, to: 1, by: -1).lazy.map(label).first { $0.count <= width } ?? label(1)
    }

    private static func nonFinite(_ value: Double) -> String { value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func leadingZeros(_ magnitude: Double) -> Int {
        var zeros = 0
        var scaled = magnitude * 10
        while scaled < 1, zeros < 12 {
            scaled *= 10
            zeros += 1
        }
        return zeros
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// - Parameter magnitude: finite and above 0.
    private static func scientific(_ magnitude: Double, digits: Int, keepsZeros: Bool = false) -> String {
        var (mantissa, exponent) = magnitude.scientificParts
        var text = fixed(mantissa, places: max(0, digits - 1))
        if text.hasPrefix("10") {
            exponent += 1
            text = fixed(mantissa / 10, places: max(0, digits - 1))
        }
        return "\(keepsZeros ? text : trimmed(text))e\(exponent)"
    }
}

extension Double {
    /// The mantissa, from 1 to below 10, and the exponent of ten. The number must be finite and above 0.
    package var scientificParts: (mantissa: Double, exponent: Int) {
        var (mantissa, exponent) = (self, 0)
        while mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        return (mantissa, exponent)
    }
}
