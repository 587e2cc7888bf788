import ArgumentParser
import Comparison
import Glibc
import Platform
import Telemetry

/// Whether a long run slows down, as it does if numbers become subnormal and are not flushed.
struct LongRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "long-run",
        abstract: "Train digits far beyond its convergence and compare the speed of its tenths."
    )

    @Option(help: "Steps; a multiple of 10.")
    var steps = 200_000

    @Option(help: ArgumentHelp("Subnormal numbers: flush, keep, or one run for each.", valueName: "words"))
    var subnormals = "flush"

    @Option(help: ArgumentHelp("Hold Trimtab to these instructions: avx512, avx2 or baseline.", valueName: "level"))
    var isa: String?

    @OptionGroup var output: TableOption

    func run() throws {
        try output.report {
            guard steps >= 10, steps % 10 == 0 else {
                throw Trouble("steps must be a multiple of 10, not \(steps)", status: 2)
            }
            let isa = try isa.map { try InstructionSet(named: $0) }
            warnOfOtherPrograms()
            let profiles = try subnormals.split(separator: ",").map { word in
                (word, try withTemporaryFolder { try profile(String(word), isa, "\($0)/recording.jsonl") })
            }
            let rows = profiles.map { word, profile in profile.row("digits, subnormal numbers: \(word)") }
            let verdicts = profiles.map { word, profile in
                "\(word): the last tenth runs at \(NumberFormat.fixed(profile.slope, places: 3)) times the speed of the first, "
                    + (profile.isLevel ? "no slope within 10 %." : "slower by more than 10 %.")
            }
            return
                "\(Machine().heading)\n\nSteps per second in each tenth of \(NumberFormat.count(steps)) steps, with "
                + "evaluations and a recording:\n\n"
                + ([SpeedProfile.markdownHead] + rows + [""] + verdicts).joined(separator: "\n") + "\n"
        }
    }

    private func profile(_ subnormals: String, _ isa: InstructionSet?, _ path: String) throws -> SpeedProfile {
        let command = [
            try Checkout.trimtab(), "train", Checkout.demos + "/digits.yaml", "--headless", "--pace", "0", "--steps",
            "\(steps)", "--set", "subnormals=\(subnormals)", "--record", path, "--force",
        ]
        guard runProgram(command, environment: isa?.trimtab ?? [], isSilent: true) else {
            throw Trouble("trimtab did not train to the end; what it said is above")
        }
        var (times, reader) = (TenthTimes(steps: steps), EventReader())
        let text = try fileBytes(path)
        unsafe text.withUnsafeBytes { unsafe reader.feed($0, to: &times) }
        guard let profile = SpeedProfile(steps: steps, times: times.seconds) else {
            throw Trouble("the recording of the run does not have all of its steps")
        }
        return profile
    }
}

/// The time of a run at its start and at the end of each tenth of its steps.
private struct TenthTimes: EventReceiver {
    let steps: Int
    private(set) var seconds = [0.0]

    init(steps: Int) { self.steps = steps }

    mutating func receive(step: borrowing StepRecord) {
        if step.step % (steps / 10) == 0 { seconds.append(step.time) }
    }

    mutating func receive(_: Event) {}
}
