import Foundation
import Testing
import Training

@Suite struct ProcessorTests {
    @Test func `the kernels are those asked for or the widest`() {
        let asked = ProcessInfo.processInfo.environment["TRIMTAB_ISA"]
        #expect(
            Processor.kernels == asked.map { $0 == "baseline" ? Processor.availableKernels[0] : $0 }
                ?? Processor.availableKernels.last
        )
        #expect(["baseline", "neon"].contains(Processor.availableKernels[0]))
    }
}
