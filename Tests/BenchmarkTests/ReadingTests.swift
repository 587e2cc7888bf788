import Testing

@testable import Comparison

@Suite struct ReadingTests {
    @Test func `a reading has its speed and its ratio`() {
        let readings = [
            Reading(
                steps: 1_000_000,
                bytes: 147_000_000,
                ours: [0.25, 0.3, 0.28],
                peer: ("TensorBoard 2.21.0", [3.5, 3, 3.36])
            ), Reading(steps: 100, bytes: 14_700, ours: [0.002], peer: nil),
        ]
        let lines = markdown(readings).split(separator: "\n")
        #expect(
            lines.dropFirst(2) == [
                "| 1,000,000 | 147 | 280 ms (250 ms–300 ms) | 525 MB/s | TensorBoard 2.21.0: 3.36 s, **12.0×** (10.0–14.0) |",
                "| 100 | 147 | 2 ms (2 ms–2 ms) | 7.35 MB/s | – |",
            ]
        )
        #expect(lines.allSatisfy { $0.filter { $0 == "|" }.count == 6 })
    }
}
