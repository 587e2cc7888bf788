import Dispatch
import Glibc
import Testing

@testable import Links

@Suite struct OutputFileTests {
    /// Some programs set a pipe that they share not to wait; a write that finds it full fails then.
    @Test func `a pipe that does not wait is waited for`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = OutputFile("pipe", ends[1])
        let (reading, writing) = (ends[0], ends[1])
        DispatchQueue.global().async {
            file.write(bytes)
            close(writing)
        }
        var got: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(reading, &buffer, buffer.count), count > 0 { got += buffer[..<count] }
        close(reading)
        #expect(got == bytes && file.failure == nil)
    }
}
