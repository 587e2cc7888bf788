import Testing

@testable import Comparison

@Suite struct InstructionSetTests {
    @Test(arguments: InstructionSet.allCases)
    func `every side is held by variables of its own`(_ level: InstructionSet) {
        #expect(level.trimtab == ["TRIMTAB_ISA=\(level.rawValue)"])
        for lines in [level.torch, level.jax] {
            #expect(Set(lines.compactMap { $0.split(separator: "=").first }).count == 3)
            #expect(lines.contains { $0.hasPrefix("ONEDNN_MAX_CPU_ISA=") })
        }
    }

    @Test func `levels differ in every variable`() {
        #expect(Set(InstructionSet.allCases.flatMap(\.torch)).count == 9)
        #expect(Set(InstructionSet.allCases.flatMap(\.jax)).count == 9)
    }
}
