import Testing

@testable import Comparison

@Suite struct ReportTests {
    private static func measurement(threads: Int, peers: [String]) -> Measurement {
        let workload = Workload.all[0]
        let times = [[50e-6, 100e-6, 60e-6], [400e-6, 600e-6, 510e-6], [1.2e-3, 2e-3, 1.5e-3]]
        return Measurement(
            workload: workload,
            operation: workload.operations[0],
            threads: threads,
            sides: zip(["Trimtab"] + peers, times).map {
                SideFigures(name: $0, rounds: $1, memory: (peak: 20_480, start: 15_360))
            },
            speeds: Array(repeating: Speed(flops: 100e9, read: 20e9, copy: 20e9, update: 30e9), count: 3),
            difference: 1.2e-7,
            otherLoad: 0.25,
            allocations: 71
        )
    }

    @Test func `the block names each side`() {
        let expected = """
            W1 digits MLP, step, 2 threads
              9,610 parameters, 2.589 MFLOP, same results to 1.2e-7, other load 0.25 cores, 71 heap calls a step
                       step     (low–high)       ÷ ours  (low–high)   × floor  peak MiB  of which its own
              Trimtab  60 µs    (50 µs–100 µs)                        2.32     20        5
              torch    510 µs   (400 µs–600 µs)  8.00    (6.00–8.50)  19.7     20        5
              JAX      1.5 ms   (1.2 ms–2 ms)    24.0    (20.0–25.0)  57.9     20        5
              floor    25.9 µs

            """
        #expect(Self.measurement(threads: 2, peers: ["torch", "JAX"]).block == expected)
    }

    @Test func `the table has a column for each peer`() {
        let table = markdown([1, 2].map { Self.measurement(threads: $0, peers: ["torch", "JAX"]) })
        let lines = table.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "| workload | threads | ours | torch | JAX | ours × floor | peak MiB of each |")
        #expect(
            lines[2]
                == "| W1 digits MLP | 1 | 60 µs | 510 µs, **8.00×** (6.00–8.50) | 1.5 ms, **24.0×** (20.0–25.0) | 2.32 "
                + "| 20 / 20 / 20 |"
        )
        #expect(lines.allSatisfy { $0.filter { $0 == "|" }.count == 8 })
    }

    @Test func `other peers begin a table of their own`() {
        let table = markdown([
            Self.measurement(threads: 1, peers: ["torch"]), Self.measurement(threads: 2, peers: ["torch"]),
            Self.measurement(threads: 1, peers: ["torch", "JAX"]),
        ])
        let tables = table.split(separator: "\n\n").map { $0.split(separator: "\n") }
        #expect(tables.map(\.count) == [4, 3])
        #expect(tables[0].allSatisfy { $0.filter { $0 == "|" }.count == 7 })
        #expect(tables[1].allSatisfy { $0.filter { $0 == "|" }.count == 8 })
    }

    @Test func `durations take the unit that suits`() {
        #expect([2.5e-7, 98.14e-6, 0.0764, 1.234].map(duration) == ["0.25 µs", "98.1 µs", "76.4 ms", "1.23 s"])
    }
}
