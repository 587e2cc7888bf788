import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

/// Which charts are shown, and how.
@Suite struct ChartChoiceTests {
    private static let sample = SampleRun(steps: 900, spike: 600, furtherNames: ["gpu_memory", "temperature"])

    private func press(_ dashboard: inout Workspace, _ text: String, _ more: Key...) {
        for key in text.map(Key.character) + more { _ = dashboard.update(.key(key)) }
    }

    private func scale(_ dashboard: Workspace, _ panel: any ChartPanel) -> Scale? {
        let chart = panel.chart(dashboard.scene(), width: 100)
        return chart.scaling.scale(of: chart.traces.map { DrawnTrace($0, chart.axis, columns: 200) })
    }

    @Test func `a scale is chosen for the chart in focus`() {
        var dashboard = Self.sample.dashboard()
        #expect(scale(dashboard, LossChart())?.isLogarithmic == true)
        press(&dashboard, "", .tab)
        press(&dashboard, "y")
        #expect(scale(dashboard, LossChart())?.isLogarithmic == false)
        #expect(scale(dashboard, NormChart())?.isLogarithmic == true)
        #expect(dashboard.render(columns: 110, rows: 34).lines.contains { $0.contains("loss linear") })
        press(&dashboard, "", .escape)
        press(&dashboard, "y")
        #expect(scale(dashboard, NormChart())?.isLogarithmic == false)
    }

    @Test func `one explosion does not flatten the rest`() throws {
        var dashboard = Self.sample.dashboard()
        press(&dashboard, "Y")
        #expect(try #require(scale(dashboard, LossChart())).high < 3)
        let grid = dashboard.render(columns: 110, rows: 34)
        #expect(grid.cells.contains(Cell("▲", .loss)))
        press(&dashboard, "Y")
        #expect(!dashboard.render(columns: 110, rows: 34).cells.contains(Cell("▲", .loss)))
    }

    @Test func `charts are found by name`() {
        var dashboard = Self.sample.dashboard()
        _ = dashboard.update(.resized(columns: 120, rows: 40))
        press(&dashboard, "/gpu TEMP", .enter)
        #expect(dashboard.scene(rows: 40).charts == [PanelName("metric:gpu_memory"), PanelName("metric:temperature")])
        let screen = dashboard.render(columns: 120, rows: 40).lines
        #expect(!screen.contains { $0.contains("─ loss") } && screen.contains { $0.contains("/gpu TEMP") })
        #expect(screen.contains { $0.contains("─ temperature") })
        press(&dashboard, "2")
        #expect(dashboard.view.focus == PanelName("metric:temperature") && dashboard.view.isFull)
        press(&dashboard, "", .escape, .escape, .escape)
        #expect(dashboard.view.filter.isEmpty)
        press(&dashboard, "/nothing", .enter)
        #expect(dashboard.view.filter.isEmpty && dashboard.message?.text == "no chart is named nothing")
    }

    @Test func `a panel is hidden until all are shown`() {
        var dashboard = Self.sample.dashboard()
        _ = dashboard.update(.resized(columns: 120, rows: 40))
        press(&dashboard, "", .tab)
        press(&dashboard, "H")
        #expect(dashboard.scene(rows: 40).layout(columns: 120, rows: 40)["loss"] == nil)
        #expect(dashboard.render(columns: 120, rows: 40).lines.contains { $0.contains("1 hidden") })
        press(&dashboard, "H")
        #expect(dashboard.scene(rows: 40).layout(columns: 120, rows: 40)["loss"] != nil)
    }

    @Test func `the axis shows time and epochs`() {
        var dashboard = Self.sample.dashboard()
        press(&dashboard, "X")
        // 900 steps of 0.02 s.
        #expect(
            dashboard.scene().axisTicks(columns: 100).map(\.label) == [
                "0:02", "0:04", "0:06", "0:08", "0:10", "0:12", "0:14", "0:16", "0:18",
            ]
        )
        #expect(dashboard.scene().axisTicks(columns: 100).map(\.position).first == 100)
        dashboard.view.cursor = 450
        #expect(dashboard.scene().axisLabel(of: 450) == "0:09")
        press(&dashboard, "X")
        #expect(dashboard.scene().axisLabel(of: 450) == "10")
        // 45 steps an epoch.
        let ticks = dashboard.scene().axisTicks(columns: 100)
        #expect(
            ticks.contains(AxisTick(position: 225, label: "5")) && ticks.contains(AxisTick(position: 450, label: "10"))
        )
    }

    @Test func `every decade has a tick`() {
        let scale = Scale(low: 1e-6, high: 1e6, wantsLog: true)
        let decades = scale.decades()
        #expect(decades.count == 13)
        for (lower, upper) in zip(decades, decades.dropFirst()) { #expect(abs(upper / lower - 10) < 1e-9) }
    }

    @Test func `the best evaluation is marked`() {
        let grid = Self.sample.dashboard().render(columns: 110, rows: 34)
        #expect(grid.cells.count { $0 == Cell("◆", .evaluation) } == 1)
        #expect(grid.cells.count { $0 == Cell("○", .evaluation) } == 5)
        let ascii = Self.sample.dashboard(.ascii).render(columns: 110, rows: 34)
        #expect(ascii.cells.contains(Cell("@", .evaluation)) && ascii.cells.contains(Cell("o", .evaluation)))
    }

    @Test func `a constant rate takes one row`() throws {
        let layout = Self.sample.dashboard().scene().layout(columns: 110, rows: 34)
        #expect(try #require(layout["lr"]).height == 1)
        var state = RunState()
        for step in 1...50 { state.receive(step: StepRecord(step: step, time: 0, lr: pow10(-step / 10))) }
        let dashboard = Workspace(state, glyphs: .braille)
        #expect(try #require(dashboard.scene().layout(columns: 110, rows: 34)["lr"]).height > 3)
        #expect(scale(dashboard, LRChart())?.isLogarithmic == true)
    }

    private func pow10(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }

    /// Whatever a view is, every size is drawn, and with glyphs that the set has.
    @Test(arguments: GlyphSet.allCases) func `every view is drawn at every size`(glyphs: GlyphSet) {
        var generator = SplitMix64(seed: 20_261_127)
        func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
        let states =
            [
                SampleRun(steps: 300, nonFinite: 250, ends: false, furtherNames: ["a", "b", "c"], looksCloser: true),
                SampleRun(steps: 1),
            ].map { $0.dashboard(glyphs) } + [Workspace.run(glyphs)]
        for _ in 0..<400 {
            var dashboard = states[below(states.count)]
            let names = dashboard.scene(rows: 60).panels.map(\.name)
            let steps = dashboard.state.steps
            func place() -> Int { steps.lowerBound + below(steps.count + 20) - 10 }
            var view = ViewState()
            view.focus = below(3) == 0 ? nil : names[below(names.count)]
            view.isFull = view.focus != nil && below(2) == 0
            let first = place()
            view.window = [.whole, .latest(8 + below(100)), .fixed(first...first + 8 + below(200))][below(3)]
            view.cursor = below(2) == 0 ? nil : place()
            view.smoothing = Smoothing.allCases[below(Smoothing.allCases.count)]
            view.scales.set(ScaleKind.allCases[below(3)], for: below(2) == 0 ? nil : view.focus)
            view.robust.set(below(2) == 0, for: nil)
            view.xAxis = XAxis.allCases[below(3)]
            view.hidden = Set((0..<below(4)).map { _ in names[below(names.count)] })
            view.filter = ["", "loss", "a", "zz"][below(4)]
            dashboard.view = view
            let (columns, rows) = (1 + below(below(2) == 0 ? 40 : 300), 1 + below(below(2) == 0 ? 20 : 100))
            let grid = dashboard.render(columns: columns, rows: rows)
            #expect(grid.width == columns && grid.height == rows)
            let isSafe = grid.cells.allSatisfy {
                glyphs == .ascii ? (0x20...0x7E).contains($0.glyph.value) : oneColumn($0.glyph) == $0.glyph
            }
            #expect(isSafe, "\(columns)×\(rows) \(view)")
        }
    }

    // MARK: Numbers of a source's own

    @Test func `a source declares its own numbers`() throws {
        let declared = [
            MetricInfo("kl", "KL divergence", unit: "nats", scale: .log), MetricInfo("won", "games won", scale: .share),
        ]
        var events: [Event] = [.run(Run(name: "ppo", abilities: [.pause], metrics: declared, evaluateEvery: 500))]
        for step in 1...600 {
            let extras = [
                NamedNumber("kl", 0.1 + 0.0001 * Double(step)), NamedNumber("won", 0.5), NamedNumber("depth", 3),
            ]
            let record = StepRecord(step: step, time: Double(step), loss: 1, gradNorm: 1, extras: extras)
            if step <= 450 || !events.isEmpty { events.append(.step(record)) }
        }
        var dashboard = Workspace.run()
        for event in events.prefix(451) { _ = dashboard.update(.event(event)) }
        let screen = dashboard.render(columns: 140, rows: 50).lines.joined(separator: "\n")
        #expect(screen.contains("first evaluation at step 500"), "\(screen)")
        for title in ["KL divergence", "games won", "depth", "0.145 nats", "50.0%"] {
            #expect(screen.contains(title), "\(title): \(screen)")
        }
        let charts = dashboard.scene(rows: 50).panels.compactMap { $0 as? MetricChart }
        #expect(charts.map(\.name.text) == ["metric:kl", "metric:won", "metric:depth"])
        #expect(charts[0].chart(dashboard.scene(rows: 50), width: 60).scaling.automatic == .logarithmic)
        for event in events.dropFirst(451) { _ = dashboard.update(.event(event)) }
        #expect(dashboard.state.nextEvaluation == 1000)
    }
}
