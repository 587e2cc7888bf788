import Testing

@testable import Comparison

@Suite struct DialogueTests {
    @Test(
        arguments: [
            Request.load, .check(steps: 6), .time(operation: "clip+adam", blocks: 100, steps: 7), .memory,
            .kernels, .converge(below: 1e-6), .allocations(steps: 50), .quit,
        ]
    )
    func `requests read back as written`(_ request: Request) {
        #expect(Request(line: request.line) == request)
    }

    @Test(
        arguments: [
            Reply.ready(version: "2.13.0+cpu"), .loaded(parameters: 9610), .values([2.3025, 1e-7, -4]),
            .times([9.81e-5]),
            .converged(steps: 19_140), .memory(peak: 310_000, start: 220_000), .kernels("ATen AVX2, oneDNN Intel AVX2"),
            .allocations(0), .allocations(nil),
            .failed("there is no operation 'x'"),
        ]
    )
    func `replies read back as written`(_ reply: Reply) {
        #expect(Reply(line: reply.line) == reply)
    }

    @Test(
        arguments: [
            "", "loads", "check", "check 0", "check -1", "check six", "time step 3", "time step 3 0", "check 1 2",
            "memory 1", "kernels 1", "converge", "converge 0", "converge low",
        ]
    )
    func `what asks nothing known is refused`(_ line: String) {
        #expect(Request(line: line) == nil)
    }

    @Test(
        arguments: [
            "", "Traceback (most recent call last):", "values", "values 1 two", "loaded", "memory 1", "times 1e",
        ]
    )
    func `what is not an answer is refused`(_ line: String) {
        #expect(Reply(line: line) == nil)
    }

    @Test func `pythons numbers are read`() throws {
        // As repr writes them; a worker whose loss is NaN says so.
        guard case .values(let values) = try #require(Reply(line: "values 4.1737141609191895 1e-07 nan inf")) else {
            Issue.record("no values")
            return
        }
        #expect(values[0] == 4.1737141609191895 && values[1] == 1e-7 && values[2].isNaN && values[3] == .infinity)
    }
}
