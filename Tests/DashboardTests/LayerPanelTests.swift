import Telemetry
import Testing

@testable import Dashboard

@Suite struct LayerPanelTests {
    // MARK: Names

    @Test func `names that fit stay`() {
        #expect(abbreviatedNames(["net.0", "net.2"], in: 5) == ["net.0", "net.2"])
        #expect(abbreviatedNames([], in: 5).isEmpty)
    }

    @Test func `what all begin with is left out`() {
        #expect(abbreviatedNames(["model.encoder.up", "model.encoder.down"], in: 10) == ["up", "down"])
        #expect(abbreviatedNames(["model.up", "model.up.down"], in: 8) == ["up", "up.down"])
        #expect(abbreviatedNames(["model.encoder"], in: 8) == ["encoder"])
    }

    @Test func `parts shrink from the left and keep their digits`() {
        let names = ["layer1.0.downsample.conv", "layer12.0.downsample.conv", "fc"]
        #expect(abbreviatedNames(names, in: 20) == ["l1.0.downsample.conv", "l12.0.d.conv", "fc"])
        #expect(abbreviatedNames(names, in: 12) == ["l1.0.d.conv", "l12.0.d.conv", "fc"])
    }

    @Test func `at last the middle goes`() {
        #expect(abbreviatedNames(["l.0.post_attention_layernorm", "head"], in: 12) == ["l.0.pos…norm", "head"])
        #expect(abbreviatedNames(["l.0.post_attention_layernorm", "head"], in: 6) == ["l.…orm", "head"])
        #expect(abbreviatedNames(["abcdefgh"], in: 2) == ["a…"])
        #expect(abbreviatedNames(["abcdefgh"], in: 0) == [""])
    }

    private static let llama: [String] =
        ["model.embed_tokens"]
        + (0..<32).flatMap { block in
            [
                "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj",
                "mlp.up_proj", "mlp.down_proj", "input_layernorm", "post_attention_layernorm",
            ].map { "model.layers.\(block).\($0)" }
        } + ["model.norm", "lm_head"]

    /// In the narrowest panel at the side of the charts names have 12 columns.
    @Test(arguments: 12...30) func `no two names look alike`(width: Int) {
        for names in [SampleRun.layersOfGPT(blocks: 48), Self.llama] {
            let shown = abbreviatedNames(names, in: width)
            let alike = Dictionary(grouping: shown) { $0 }.filter { $0.value.count > 1 }.keys
            #expect(alike.isEmpty)
            #expect(shown.allSatisfy { $0.unicodeScalars.count <= width })
        }
    }

    // MARK: Few of many

    @Test func `all are shown where they fit`() {
        #expect(visibleRows(3, room: 3) { _ in true } == [0, 1, 2])
    }

    @Test(
        arguments: [
            (5, [0, 1, nil, 8, 9]), (4, [0, 1, nil, 9]), (3, [0, nil, 9]), (2, [0, nil]), (1, [nil]), (0, []),
        ] as [(Int, [Int?])]
    )
    func `otherwise the ends are`(room: Int, places: [Int?]) {
        #expect(visibleRows(10, room: room) { _ in false } == places)
    }

    @Test func `what matters comes before what is near an end`() {
        #expect(visibleRows(10, room: 5) { $0 == 4 } == [0, 1, 4, nil, 9])
        #expect(visibleRows(10, room: 5) { $0 == 4 || $0 == 5 } == [0, nil, 4, 5, 9])
        #expect(visibleRows(10, room: 4) { (1..<9).contains($0) } == [0, 1, nil, 9])
    }

    // MARK: The panel

    private func rows(_ norms: [Double], rows: Int, width: Int = 29) -> [String] {
        var state = RunState()
        let layers = norms.enumerated().map { NamedNumber("layer\($0.offset)", $0.element) }
        state.receive(.step(StepRecord(step: 1, time: 0, layers: layers)))
        var grid = CellGrid(width: width, height: rows)
        LayerBars(state: state).draw(into: &grid, Rect(column: 0, row: 0, width: width, height: rows))
        return grid.lines
    }

    @Test func `a layer that vanished is shown however deep it lies`() {
        var norms = Array(repeating: 0.5, count: 20)
        norms[9] = 1e-6
        let screen = rows(norms, rows: 6)
        #expect(screen.contains { $0.hasPrefix(" layer9") && $0.contains("1.00e-6") })
        #expect(screen.contains { $0.hasPrefix(" … 16 more, 0.5–0.5") })
    }

    @Test func `what has no row is counted with its norms`() {
        let screen = rows((1...20).map(Double.init), rows: 5)
        #expect(screen.contains { $0.hasPrefix(" … 17 more, 3–19") })
        #expect(rows([.nan, .nan, .nan, .nan], rows: 4).contains(" … 2 more"))
    }
}
