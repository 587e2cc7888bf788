import Testing

@testable import Dashboard

@Suite struct LayoutTests {
    private static func charts(_ count: Int) -> [Layout.Request] {
        (0..<count).map { (PanelName("metric:\($0)"), Demand(region: .grid, least: 4, rank: 5)) }
    }

    private static func requests(layers: Int, metrics: Int, hasOutput: Bool) -> [Layout.Request] {
        var requests: [Layout.Request] = [
            ("loss", Demand(region: .main, least: 4, weight: 2, rank: 1)),
            ("norm", Demand(region: .main, least: 4, weight: 2, rank: 0)),
            ("lr", Demand(region: .main, least: 4, weight: 1, rank: 3)),
            ("steps", Demand(region: .main, least: 1, most: 1, rank: 2)),
            ("clipping", Demand(region: .side, least: 4, most: 9, rank: 0)),
            ("events", Demand(region: .side, least: 2, rank: 1)),
            ("figures", Demand(region: .small, least: 1, rank: 0)),
        ]
        if layers > 0 { requests.append(("layers", Demand(region: .side, least: 3, most: layers + 1, rank: 2))) }
        if metrics > 0 {
            requests.append(
                ("metrics", Demand(region: .side, least: 2, most: metrics + 1, rank: 4, yieldsToGrid: true))
            )
        }
        if hasOutput { requests.append(("output", Demand(region: .main, least: 3, most: 8, rank: 4))) }
        return requests + charts(metrics)
    }

    /// The faults of a layout; empty where every panel is inside the screen and apart from the others.
    func faults(of layout: Layout, _ width: Int, _ height: Int) -> [String] {
        var taken = Array(repeating: false, count: width * height)
        var rects = [("header", layout.header)] + layout.placed.map { ($0.panel.text, $0.area) }
        if let keys = layout.keys { rects.append(("keys", keys)) }
        for (name, rect) in rects {
            guard rect.column >= 0, rect.row >= 0, rect.column + rect.width <= width, rect.row + rect.height <= height
            else { return ["\(name) lies outside \(width)×\(height)"] }
            for row in rect.row..<rect.row + rect.height {
                for column in rect.column..<rect.column + rect.width {
                    if taken[row * width + column] {
                        return ["\(name) overlaps at \(column),\(row) of \(width)×\(height)"]
                    }
                    taken[row * width + column] = true
                }
            }
        }
        return []
    }

    @Test(arguments: [0, 1, 3, 11, 200]) func `panels stay inside and apart at every size`(layerCount: Int) {
        let requests = Self.requests(layers: layerCount, metrics: layerCount % 7, hasOutput: layerCount == 3)
        for width in (1...130).map({ $0 }) + [160, 200, 250, 300] {
            for height in (1...70).map({ $0 }) + [85, 100] {
                let layout = Layout(width: width, height: height, requests)
                #expect(faults(of: layout, width, height) == [])
                let full = Layout(width: width, height: height, requests, full: "norm")
                #expect(faults(of: full, width, height) == [] && full.placed.count <= 1)
            }
        }
    }

    @Test func `the usual terminal has every panel`() {
        let layout = Layout(width: 80, height: 24, Self.requests(layers: 3, metrics: 0, hasOutput: false))
        let names = layout.placed.map(\.panel.text)
        #expect(names == ["loss", "norm", "lr", "steps", "clipping", "events", "layers"])
    }

    @Test func `charts of further metrics form a grid where there is room`() {
        let requests = Self.requests(layers: 3, metrics: 5, hasOutput: false)
        let large = Layout(width: 200, height: 60, requests)
        #expect((0..<5).allSatisfy { large[PanelName("metric:\($0)")] != nil } && large["metrics"] == nil)
        let small = Layout(width: 80, height: 24, requests)
        #expect(small["metric:0"] == nil && small["metrics"] != nil)
    }

    @Test func `the norm is the last chart to go`() {
        for height in 8...30 {
            let layout = Layout(width: 80, height: height, Self.requests(layers: 3, metrics: 0, hasOutput: true))
            if layout["loss"] != nil || layout["lr"] != nil { #expect(layout["norm"] != nil) }
        }
    }
}
