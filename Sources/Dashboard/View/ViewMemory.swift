/// The part of a view that is saved for later sessions, as text: a word and its value per line.
struct ViewMemory: Equatable, Sendable {
    /// The most lines read of a text.
    private static let limit = 256

    var smoothing = Smoothing.off
    var scales = PerPanel(ScaleKind.automatic)
    /// True for charts whose range excludes outliers.
    var robust = PerPanel(false)
    var xAxis = XAxis.step
    var hidden: Set<PanelName> = []
    /// Words, one of which a chart's name must contain; empty for all charts.
    var filter = ""
    /// The theme; nil until the operator has chosen one.
    var theme: ThemeChoice?

    init() {}

    /// Reads a saved text; invalid lines are ignored.
    init(text: String) {
        for line in text.split(whereSeparator: \.isNewline).prefix(Self.limit) {
            guard let space = line.firstIndex(of: " ") else { continue }
            read(line[..<space], String(line[line.index(after: space)...]))
        }
    }

    private mutating func read(_ word: Substring, _ value: String) {
        switch word {
        case "smoothing": smoothing = Smoothing(rawValue: value) ?? smoothing
        case "x-axis": xAxis = XAxis(rawValue: value) ?? xAxis
        case "theme": theme = ThemeChoice(word: value)
        case "filter": filter = Bounds.name(value)
        case "hide": hidden.insert(PanelName(Bounds.name(value)))
        case "scale", "robust":
            let parts = value.split(separator: " ", maxSplits: 1)
            let panel = parts.count > 1 ? PanelName(Bounds.name(String(parts[1]))) : nil
            guard let choice = parts.first.map(String.init) else { return }
            if word == "robust" {
                robust.set(choice == "on", for: panel)
            } else if let kind = ScaleKind(rawValue: choice) {
                scales.set(kind, for: panel)
            }
        default: break
        }
    }

    var text: String {
        var lines = ["smoothing \(smoothing.rawValue)", "x-axis \(xAxis.rawValue)"]
        // The choice for all panels comes first, since setting it removes the exceptions.
        lines += ["scale \(scales.all.rawValue)", "robust \(robust.all ? "on" : "off")"]
        lines += scales.own.map { "scale \($1.rawValue) \($0.text)" }.sorted()
        lines += robust.own.map { "robust \($1 ? "on" : "off") \($0.text)" }.sorted()
        lines += hidden.map { "hide \($0.text)" }.sorted()
        if !filter.isEmpty { lines.append("filter \(filter)") }
        if let theme { lines.append("theme \(theme.word)") }
        // A name with a line break would be two lines.
        return lines.filter { !$0.contains(where: \.isNewline) }.joined(separator: "\n") + "\n"
    }
}
