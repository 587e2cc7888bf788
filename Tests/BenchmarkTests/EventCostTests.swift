import Testing

@testable import Comparison

@Suite struct EventCostTests {
    @Test func `a ratio is of the same round`() {
        let costs = [
            EventCost(name: "dashboard", rounds: [50e-9, 61.26e-9, 60e-9], allocations: 0),
            EventCost(name: "recording", rounds: [100e-9, 120e-9, 150e-9], allocations: 0.001),
            EventCost(name: "W&B offline", rounds: [200e-6, 180e-6, 150e-6], allocations: nil),
        ]
        let lines = markdown(costs, over: costs[1]).split(separator: "\n")
        #expect(
            lines == [
                "| a step goes to | ns (low–high) | ÷ recording | heap calls |", "|---|---|---|---|",
                "| dashboard | 60.0 (50.0–61.3) | 0.50 (0.40–0.51) | 0 |",
                "| recording | 120 (100–150) | 1.00 (1.00–1.00) | 0.001 |",
                "| W&B offline | 180,000 (150,000–200,000) | 1500 (1000–2000) | – |",
            ]
        )
    }
}
