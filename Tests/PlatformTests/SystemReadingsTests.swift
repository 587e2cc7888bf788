import Testing

@testable import Platform

/// Figures from what the kernel and nvidia-smi write.
@Suite struct SystemReadingsTests {
    private static let stat = """
        cpu  1000 50 200 8000 100 10 20 5 300 0
        cpu0 500 25 100 4000 50 5 10 2 150 0
        intr 12345 0 0
        """

    @Test func `processor times`() throws {
        let before = try #require(ProcessorTimes(stat: Self.stat))
        #expect(before.total == 9385)
        #expect(before.busy == 1285, "neither idle nor waiting for disks; what guests take counts once")
        let after = try #require(ProcessorTimes(stat: "cpu  1030 50 200 8060 110 10 20 5 330 0\n"))
        #expect(after.share(since: before) == 0.3)
        #expect(before.share(since: before) == nil, "no time has passed")
        #expect(before.share(since: after) == nil)
    }

    @Test(arguments: ["", "cpu", "cpu 1 2 3", "cpu0 1 2 3 4 5 6 7", "cpu  1 2 x 4 5 6 7 8", "intr 5 5 5 5 5"])
    func `no processor times`(_ text: String) {
        #expect(ProcessorTimes(stat: text) == nil)
    }

    @Test func memory() throws {
        let text =
            "MemTotal:       24584060 kB\nMemFree:         1021312 kB\nMemAvailable:   18000000 kB\nBuffers: 1 kB\n"
        let memory = try #require(MachineMemory(meminfo: text))
        #expect(memory.total == 24_584_060 * 1024)
        #expect(memory.used == 6_584_060 * 1024)
        for other in [
            "", "MemTotal: 5 kB\n", "MemTotal: 5 kB\nMemAvailable: 6 kB\n", "MemTotal: x kB\nMemAvailable: 1 kB\n",
        ] {
            #expect(MachineMemory(meminfo: other) == nil)
        }
    }

    @Test func `a process`() throws {
        let rest =
            "S 1 7 7 34816 7 4194304 1000 0 0 0 250 30 0 0 20 0 4 0 100 900000000 5000 18446744073709551615 1 1 0\n"
        for name in ["python", "a b", "(evil) 1 2 3)", ""] {
            let use = try #require(ProcessUse(stat: "42 (\(name)) \(rest)"))
            #expect(use.ticks == 280)
            #expect(use.pages == 5000)
        }
        for other in ["", "42 python S 1", "42 (python) S 1 7 7"] { #expect(ProcessUse(stat: other) == nil) }
    }

    @Test func `graphics processors`() throws {
        let whole = try #require(GPUReading("0, 88, 41984, 81559, 61"))
        #expect(whole.index == 0 && whole.busy == 0.88 && whole.used == 41984 << 20 && whole.total == 81559 << 20)
        #expect(whole.temperature == 61)
        let partly = try #require(GPUReading("1, [N/A], 5, [Not Supported], 40"))
        #expect(partly.busy == nil && partly.used == 5 << 20 && partly.total == nil && partly.temperature == 40)
        for other in ["", "0, 1, 2, 3", "x, 1, 2, 3, 4", "NVIDIA-SMI has failed", "0, 1, 2, 3, 4, 5"] {
            #expect(GPUReading(other) == nil)
        }
        let odd = try #require(GPUReading("2, -1, 1e300, nan, inf"))
        #expect(odd.busy == nil && odd.used == nil && odd.total == nil && odd.temperature == nil)
    }

    @Test func `this machine`() throws {
        let stat = try #require(kernelText("/proc/stat"))
        #expect(ProcessorTimes(stat: stat) != nil)
        #expect(kernelText("/proc/meminfo").flatMap(MachineMemory.init(meminfo:)) != nil)
        let process = try #require(kernelText("/proc/self/stat").flatMap(ProcessUse.init(stat:)))
        #expect(process.pages > 0)
        #expect(kernelText("/proc/no such file") == nil)
    }
}
