import Telemetry
import Testing

@testable import Dashboard

@Suite struct ViewMemoryTests {
    private func press(_ dashboard: inout Workspace, _ keys: [Key]) -> [Workspace.Effect] {
        keys.flatMap { dashboard.update(.key($0)) }
    }

    @Test func `a view is remembered under its run and recalled`() throws {
        var dashboard = SampleRun(furtherNames: ["gpu", "temperature"]).dashboard()
        let effects = press(
            &dashboard,
            [.character("S"), .character("X"), .character("y"), .tab, .character("y"), .character("Y")]
        )
        guard case .remember(let run, let text)? = effects.last else {
            Issue.record("nothing is remembered")
            return
        }
        #expect(run == "sample")
        var other = SampleRun(furtherNames: ["gpu", "temperature"]).dashboard()
        #expect(other.update(.recalled(text)) == [])
        #expect(other.view.memory == dashboard.view.memory)
        #expect(other.view.smoothing == .light && other.view.xAxis == .time)
        #expect(other.view.scales.all == .linear && other.view.scales["loss"] == .logarithmic)
        #expect(other.view.robust["loss"] && !other.view.robust["norm"])
    }

    @Test func `a theme is remembered once it is chosen`() {
        var dashboard = SampleRun(ends: false).dashboard()
        #expect(press(&dashboard, [.character("T")]) == [.nextTheme])
        guard case .remember(_, let text)? = dashboard.update(.theme(.light)).last else {
            Issue.record("nothing is remembered")
            return
        }
        var other = SampleRun().dashboard()
        #expect(other.update(.recalled(text)) == [.theme(ThemeChoice(.light))])
        #expect(other.update(.recalled("theme auto\n")) == [.theme(ThemeChoice(nil))])
        #expect(other.update(.recalled("theme plaid\n")) == [])
    }

    @Test func `what changes no view is not remembered`() {
        var dashboard = SampleRun(ends: false).dashboard()
        #expect(press(&dashboard, [.character("z"), .left, .tab, .escape]) == [])
    }

    @Test func `a run is recalled once its name is known`() {
        var dashboard = Workspace.run()
        let run = Run(name: "digits", settings: [], abilities: [])
        #expect(dashboard.update(.event(.run(run))) == [.recall(run: "digits")])
        #expect(dashboard.update(.tick(1)) == [])
    }

    @Test(
        arguments: [
            "", "smoothing", "smoothing EMA 2\nscale cubic\nscale\nrobust \nx-axis \n", "hide ", "\u{0}\u{7}\n \n  \n",
            String(repeating: "hide x\n", count: 5000),
        ]
    )
    func `broken texts do no harm`(text: String) {
        var dashboard = SampleRun().dashboard()
        _ = dashboard.update(.recalled(text))
        #expect(dashboard.view.smoothing == .off && dashboard.view.xAxis == .step)
        #expect(dashboard.render(columns: 100, rows: 40).lines[0].contains("sample"))
    }

    @Test func `every choice comes back`() {
        var view = ViewState()
        view.hidden = ["events", PanelName("metric:a b"), PanelName("metric:two\nlines")]
        view.filter = "acc loss"
        for kind in ScaleKind.allCases { view.scales.set(kind, for: PanelName("metric:\(kind) of it")) }
        view.robust.set(true, for: nil)
        view.robust.set(false, for: "lr")
        for (smoothing, axis) in zip(Smoothing.allCases, XAxis.allCases + XAxis.allCases) {
            (view.smoothing, view.xAxis) = (smoothing, axis)
            let memory = view.memory
            let read = ViewMemory(text: memory.text)
            #expect(read.hidden == ["events", PanelName("metric:a b")])
            var rest = memory
            rest.hidden = read.hidden
            #expect(read == rest)
        }
    }
}
