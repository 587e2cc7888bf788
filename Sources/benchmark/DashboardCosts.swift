import CBenchmark
import Comparison
import Dashboard
import Glibc
import Links
import Platform
import Telemetry

/// The measurements of the dashboard.
enum DashboardCosts {
    static let (columns, rows) = (200, 60)

    /// The seconds per frame of a run after a number of steps: one more step is applied, and the screen drawn.
    static func frames(steps: Int, count: Int = 200) -> [Double] {
        var workspace = Workspace(RunSession(Signature(session: "benchmark")), glyphs: .braille)
        _ = workspace.update(.resized(columns: columns, rows: rows))
        var arrival = Arrival([.run(Run(name: "draws", steps: 2 * steps))], status: .open)
        for step in 1...steps {
            arrival.events.receive(step: record(step))
            guard step % 4096 == 0 || step == steps else { continue }
            _ = workspace.update(.arrived(arrival))
            arrival.events.removeAll()
        }
        return (1...count).map { place in
            let start = monotonicSeconds()
            arrival.events.removeAll()
            arrival.events.receive(step: record(steps + place))
            _ = workspace.update(.tick(start))
            _ = workspace.update(.arrived(arrival))
            _ = workspace.render(columns: columns, rows: rows)
            return monotonicSeconds() - start
        }
    }

    /// The bytes sent to the terminal for one more step, and for the whole screen.
    static func bytes() throws -> (step: [Double], whole: Double) {
        try withPipe { end, input in
            let program = try start(["play", "-", "--speed", "max"], input: input)
            defer { program.end() }
            send([.run(Run(name: "draws", steps: 4000))] + (1...2000).map { .step(record($0)) }, to: end)
            _ = program.bytesUntilQuiet(for: 1)
            let steps = (2001...2021).map { step in
                send([.step(record(step))], to: end)
                return Double(program.bytesUntilQuiet(for: 0.3))
            }
            program.press("\u{0C}")
            return (steps, Double(program.bytesUntilQuiet(for: 0.3)))
        }
    }

    /// The share of a core that an idle recording uses.
    static func idle(_ recording: String, seconds: Double = 5) throws -> Double {
        let program = try start(["play", recording, "--at", "end"])
        defer { program.end() }
        _ = program.bytesUntilQuiet(for: 2)
        let before = program.processorSeconds
        _ = program.bytesUntilQuiet(for: seconds)
        return (program.processorSeconds - before) / seconds
    }

    /// Seconds from starting the program on a recording until its last step is on the screen, and the memory then in use.
    static func opening(_ recording: String, steps: Int) throws -> (seconds: Double, memory: Int) {
        let program = try start(["play", recording, "--at", "end"])
        defer { program.end() }
        guard let seconds = program.secondsUntil("finished", atMost: 120) else {
            throw Trouble("trimtab play did not show the end of the recording within two minutes")
        }
        return (seconds, program.memory)
    }

    /// Seconds from a key to its effect on the screen, during a run without a pace beside another one.
    static func keys(count: Int = 21) throws -> [Double] {
        let run = ["train", Checkout.demos + "/digits.yaml", "--pace", "0", "--steps", "1000000000"]
        let other = try start(run)
        defer { other.end() }
        let program = try start(run)
        defer { program.end() }
        _ = program.bytesUntilQuiet(for: 1, atMost: 3)
        return try (0..<count).map { _ in
            program.press("?")
            guard let seconds = program.secondsUntil("pause or resume", atMost: 5) else {
                throw Trouble("a key had no effect on the screen within five seconds")
            }
            _ = other.read(within: 0)
            program.press("\u{1B}")
            _ = program.bytesUntilQuiet(for: 1, atMost: 0.3)
            return seconds
        }
    }

    /// Steps per second that a screen reads from a pipe that offers them at a rate, and its memory after a fifth of them and
    /// at the end.
    static func pipe(_ recording: String, steps: Int, rate: Double) throws -> (rate: Double, memory: (Int, Int)) {
        let bytes = try fileBytes(recording)
        return try withPipe { end, input in
            let program = try start(["play", "-", "--speed", "max"], input: input)
            defer { program.end() }
            let (start, portion) = (monotonicSeconds(), bytes.count / 100)
            var early = 0
            for place in 0..<100 {
                write(bytes[place * portion..<(place == 99 ? bytes.count : (place + 1) * portion)], to: end)
                while !program.read(within: 0).isEmpty {}
                if place == 20 { early = program.memory }
                let due = start + Double((place + 1) * steps / 100) / rate
                while monotonicSeconds() < due { usleep(1000) }
            }
            // The bytes still in the pipe are negligible.
            return (Double(steps) / (monotonicSeconds() - start), (early, program.memory))
        }
    }

    private static func record(_ step: Int) -> StepRecord {
        func drawn(_ draw: Int) -> Double { Double(Draws.bits(draw, at: UInt32(step)) % 1_000_000) / 1e6 }
        return StepRecord(
            step: step,
            time: Double(step) * 25e-6,
            loss: drawn(0),
            gradNorm: drawn(1),
            clippedNorm: drawn(2),
            clipCoefficient: drawn(3),
            maxNorm: 1,
            lr: 1e-3
        )
    }

    private static func start(_ arguments: [String], input: Int32? = nil) throws -> ScreenProgram {
        try ScreenProgram(
            [Checkout.trimtab()] + arguments,
            columns: UInt16(columns),
            rows: UInt16(rows),
            input: input
        )
    }

    private static func withPipe<Result>(_ work: (_ end: Int32, _ input: Int32) throws -> Result) throws -> Result {
        var ends = [Int32](repeating: -1, count: 2)
        guard unsafe Glibc.pipe(&ends) == 0 else { throw Trouble("there is no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { ends.forEach { close($0) } }
        return try work(ends[1], ends[0])
    }

    private static func send(_ events: [Event], to end: Int32) {
        var encoder = LineEncoder()
        for event in events { encoder.append(event) }
        write(encoder.bytes[...], to: end)
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to end: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(end, $0.baseAddress, min($0.count, 1 << 16)) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(count, 0))
        }
    }
}
