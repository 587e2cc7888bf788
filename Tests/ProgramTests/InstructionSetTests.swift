import Testing
import TmuxSession

/// TRIMTAB_ISA chooses the kernels, in every program.
@Suite struct InstructionSetTests {
    @Test(arguments: ["trimtab", "benchmark", "LoopByHand"]) func `an unknown set ends the program with one line`(
        name: String
    )
        throws
    {
        let run = try Scratch().bash("TRIMTAB_ISA=sse9 '\(program(name))' --help > /dev/null; exit $?")
        #expect(run.status == 2)
        #expect(run.output.hasPrefix("TRIMTAB_ISA: \"sse9\" is not an instruction set of this processor, which has "))
        #expect(run.output.split(separator: "\n").count == 1)
    }

    @Test func `what every processor has trains`() throws {
        let run = try Scratch().bash("TRIMTAB_ISA=baseline \"$0\" train '\(demos)/digits.yaml' --headless --steps 20")
        #expect(run.status == 0, "\(run.output)")
    }
}
