import Telemetry
import Testing

@testable import Dashboard

/// Keys that come at once, and pastes.
extension ControlTests {
    private func burst(_ text: String, on dashboard: inout Workspace) -> [Workspace.Effect] {
        dashboard.update(.burst(text.map { $0 == "\r" ? .enter : .character($0) }))
    }

    @Test(
        arguments: [
            "systemctl status\r", "sync\r", "sy", "qs", "reset\r", "rm -rf out\r", "m", "m5x", "mm", "m\r", "5m", "  n",
        ]
    )
    func `what comes at once does not steer`(text: String) {
        var dashboard = running()
        for opening in ["", "s", "q", "?"] {
            _ = press(opening, on: &dashboard)
            let question = dashboard.question
            #expect(burst(text, on: &dashboard).isEmpty)
            #expect(dashboard.prompt == nil && dashboard.question == question)
            #expect(dashboard.message?.text.contains("at once") == true)
            _ = press([.escape], on: &dashboard)
        }
        #expect(dashboard.pending.isEmpty)
    }

    @Test func `a prompt and its number may be typed ahead`() {
        for (text, number) in [("m0.25", "0.25"), ("l1e-3", "1e-3"), ("m5\r", "5"), ("m5\rq", "5")] {
            var dashboard = running()
            #expect(burst(text, on: &dashboard).isEmpty)
            #expect(dashboard.prompt?.text == number)
        }
        var dashboard = SampleRun(steps: 150, ends: false).recording()
        #expect(burst("g120\r", on: &dashboard).isEmpty && dashboard.state.latest?.step == 150)
        #expect(press([.enter], on: &dashboard).isEmpty && dashboard.state.latest?.step == 120)
    }

    @Test func `an open prompt takes what comes at once`() {
        var dashboard = running()
        _ = press("m", on: &dashboard)
        #expect(requests(burst("0.5\rq\r", on: &dashboard)) == [.set(name: "max_norm", value: .number(0.5))])
        #expect(dashboard.prompt == nil && dashboard.question == nil)
    }

    @Test func `a paste fills a prompt and nothing else`() {
        var dashboard = running()
        for opening in ["", "s", "q", "?"] {
            _ = press(opening, on: &dashboard)
            let question = dashboard.question
            #expect(dashboard.update(.paste("sync\r")).isEmpty)
            #expect(dashboard.question == question && dashboard.message?.text == "pasted text ignored")
            _ = press([.escape], on: &dashboard)
        }
        _ = press("m", on: &dashboard)
        #expect(dashboard.update(.paste("\n \r\u{1b}0\u{7}.\u{202e}5\u{9b}\r\nq\r")).isEmpty)
        #expect(dashboard.prompt?.text == "0.5")
        #expect(requests(press([.enter], on: &dashboard)) == [.set(name: "max_norm", value: .number(0.5))])
    }
}
