import Testing

@testable import Dashboard

/// How the load of the machine reads.
@Suite struct SystemLoadTests {
    @Test func `everything known`() {
        let load = SystemLoad(
            busy: 0.373,
            memory: .init(5_200_000_000, of: 24_000_000_000),
            processors: 1.84,
            residentBytes: 310_000_000,
            gpus: [SystemLoad.GPU(busy: 0.88, memory: .init(41 << 30, of: 80 << 30), temperature: 61)]
        )
        #expect(
            load.line == "cpu 37%  gpu 88% 44 GB of 85.9 GB 61 °C  memory 5.2 GB of 24 GB  process 1.8 cores 310 MB"
        )
    }

    @Test func `what is not known is left out`() {
        #expect(SystemLoad().line == "")
        #expect(SystemLoad(busy: 0, gpus: [.init()]).line == "cpu 0%")
        #expect(SystemLoad(gpus: [.init(busy: 1), .init(temperature: 40)]).line == "gpu 0 100%  gpu 1 40 °C")
        #expect(SystemLoad(residentBytes: 512).line == "process 512 bytes")
    }

    @Test func `a tall screen shows it`() {
        var dashboard = SampleRun(steps: 100, ends: false).dashboard()
        _ = dashboard.update(.system(SystemLoad(busy: 0.5, processors: 1)))
        let lines = dashboard.render(columns: 140, rows: 44).lines
        #expect(lines.contains { $0.contains("─ system ─") })
        #expect(lines.contains { $0.contains("cpu      50%") })
        #expect(lines.contains { $0.contains("process  1.0 cores") })
        #expect(!dashboard.render(columns: 80, rows: 24).lines.contains { $0.contains("system") })
    }

    @Test func `only what reads differently is drawn again`() {
        var dashboard = SampleRun(steps: 100, ends: false).dashboard()
        _ = dashboard.update(.system(SystemLoad(busy: 0.5)))
        dashboard.wasDrawn()
        _ = dashboard.update(.system(SystemLoad(busy: 0.5001)))
        #expect(!dashboard.needsDrawing)
        _ = dashboard.update(.system(SystemLoad(busy: 0.6)))
        #expect(dashboard.needsDrawing)
    }

    @Test func `a key asks for the next theme`() {
        var dashboard = SampleRun(steps: 100, ends: false).dashboard()
        #expect(dashboard.update(.key(.character("T"))) == [.nextTheme])
        _ = dashboard.update(.theme(.light))
        #expect(dashboard.render(columns: 80, rows: 24).lines.last == " theme light")
    }
}
