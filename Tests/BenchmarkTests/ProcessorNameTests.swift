import Testing

@testable import Comparison

@Suite struct ProcessorNameTests {
    @Test(
        arguments: [
            (
                "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\nmodel name\t: AMD EPYC\n\n"
                    + "processor\t: 1\nvendor_id\t: GenuineIntel\n",
                "AMD EPYC (AuthenticAMD, family 25, model 17)"
            ),
            (
                "vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 207\nmodel name\t: INTEL(R)  XEON(R): 8581C\n",
                "INTEL(R) XEON(R): 8581C (GenuineIntel, family 6, model 207)"
            ),
            (
                "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\n"
                    + "CPU part\t: 0xd0c\n",
                "(implementer 0x41, variant 0x3, part 0xd0c)"
            ),
            ("", "unknown processor"),
        ]
    )
    func `a processor is named by vendor family and model`(_ cpuinfo: String, _ name: String) {
        #expect(ProcessorName(cpuinfo: cpuinfo).description == name)
    }
}
