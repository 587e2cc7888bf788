extension NumberFormat {
    /// An amount of memory in bytes: 76960 → "76.96 kB".
    public static func bytes(_ count: Double, digits: Int = 4) -> String {
        let units = ["kB", "MB", "GB", "TB"]
        guard count >= 1000 else { return plural(Int(count), "byte") }
        var (amount, unit) = (count / 1000, 0)
        while amount >= 1000, unit < units.count - 1 { (amount, unit) = (amount / 1000, unit + 1) }
        return "\(compact(amount, digits: digits)) \(units[unit])"
    }
}
