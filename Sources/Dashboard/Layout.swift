/// Where the panels of the screen stand. A pure function of the size and of how much there is to show.
struct Layout: Equatable {
    var header: Rect
    var loss: Rect?
    var norm: Rect?
    var lr: Rect?
    var steps: Rect?
    var clipping: Rect?
    var layers: Rect?
    /// Further series of the source, where it has any.
    var further: Rect?
    var incidents: Rect?
    /// Latest figures in words, where there is no room for a chart.
    var figures: Rect?
    var keys: Rect?
    /// The latest lines of the program's output, below the charts.
    var output: Rect?
    /// All but the header and the keys.
    var body: Rect

    /// Widths and heights below which a part is left out.
    private static let sideFrom = 72
    private static let stackFrom = 30

    /// - Parameters:
    ///   - tellsUpdates: the panel of clipping has a row more, about what the optimizer makes of it.
    ///   - hasOutput: the program has printed something.
    init(
        width: Int,
        height: Int,
        layerCount: Int,
        furtherCount: Int = 0,
        tellsUpdates: Bool = false,
        hasOutput: Bool = false
    ) {
        var body = Rect(column: 0, row: 0, width: width, height: height)
        header = body.takeTop(height >= 8 ? 2 : 1)
        if height >= 4 { keys = body.takeBottom(1) }
        self.body = body
        if width >= Self.sideFrom, body.height >= 8 {
            var side = body
            side.width = min(max(width * 36 / 100, 29), 64)
            side.column = width - side.width
            body.width -= side.width + 1
            placeSide(side, layerCount, furtherCount, tellsUpdates)
        } else if body.height >= Self.stackFrom {
            let below = body.takeBottom(body.height * 2 / 5)
            placeSide(below, layerCount, furtherCount, tellsUpdates)
        }
        if hasOutput, body.height >= 18 { output = body.takeBottom(min(8, body.height / 5)) }
        placeCharts(body)
    }

    private mutating func placeSide(_ area: Rect, _ layerCount: Int, _ furtherCount: Int, _ tellsUpdates: Bool) {
        var rest = area
        let clipRows = rest.height >= 34 ? 9 : rest.height >= 24 ? 7 : rest.height >= 12 ? 4 : 3
        clipping = rest.takeTop(clipRows + (tellsUpdates && rest.height >= 12 ? 1 : 0))
        let least = min(max(4, rest.height / 3), rest.height)
        if layerCount > 0, rest.height - least >= 3 {
            layers = rest.takeTop(min(layerCount + 1, rest.height - least))
        }
        if furtherCount > 0, rest.height - least >= 2 {
            further = rest.takeTop(min(furtherCount + 1, rest.height - least))
        }
        if rest.height >= 2 { incidents = rest }
    }

    private mutating func placeCharts(_ area: Rect) {
        var rest = area
        guard rest.height >= 5, rest.width >= 24 else {
            if !rest.isEmpty { figures = rest }
            return
        }
        if rest.height >= 9 { steps = rest.takeBottom(1) }
        guard rest.height >= 8 else {
            norm = rest
            return
        }
        if rest.height >= 14 { lr = rest.takeBottom(max(4, rest.height / 5)) }
        loss = rest.takeTop(rest.height / 2)
        norm = rest
    }
}
