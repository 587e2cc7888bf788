import Testing

@testable import Dashboard

@Suite struct LayoutTests {
    /// Every panel of a layout, by name.
    private func panels(_ layout: Layout) -> [(String, Rect)] {
        let optional: [(String, Rect?)] = [
            ("header", layout.header), ("loss", layout.loss), ("norm", layout.norm), ("lr", layout.lr),
            ("steps", layout.steps), ("clipping", layout.clipping), ("layers", layout.layers),
            ("incidents", layout.incidents), ("further", layout.further), ("figures", layout.figures),
            ("keys", layout.keys),
        ]
        return optional.compactMap { name, rect in rect.map { (name, $0) } }
    }

    @Test(arguments: [0, 1, 3, 11, 200]) func panelsStayInsideAndApartAtEverySize(layerCount: Int) {
        for width in 1...130 {
            for height in 1...70 {
                var taken = Array(repeating: false, count: width * height)
                let layout = Layout(width: width, height: height, layerCount: layerCount, furtherCount: layerCount % 7)
                for (name, rect) in panels(layout) {
                    let inside =
                        rect.column >= 0 && rect.row >= 0 && rect.column + rect.width <= width
                        && rect.row + rect.height <= height
                    guard inside else {
                        Issue.record("\(name) lies outside \(width)×\(height)")
                        continue
                    }
                    for row in rect.row..<rect.row + rect.height {
                        for column in rect.column..<rect.column + rect.width {
                            if taken[row * width + column] {
                                Issue.record("\(name) overlaps at \(column),\(row) of \(width)×\(height)")
                                return
                            }
                            taken[row * width + column] = true
                        }
                    }
                }
            }
        }
    }

    @Test func theUsualTerminalHasEveryPanel() {
        let names = panels(Layout(width: 80, height: 24, layerCount: 3)).map(\.0)
        #expect(
            names == ["header", "loss", "norm", "lr", "steps", "clipping", "layers", "incidents", "keys"]
        )
    }
}
