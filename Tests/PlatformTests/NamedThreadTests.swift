import Glibc
import Synchronization
import Telemetry
import Testing

@testable import Platform

@Suite struct NamedThreadTests {
    private func text(of file: String) -> String {
        let descriptor = open(file, O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        return String(decoding: bytes[..<max(0, read(descriptor, &bytes, bytes.count))], as: UTF8.self)
    }

    @Test(arguments: [("training", "training\n"), ("a name of more bytes", "a name of more \n")])
    func `it has its name`(name: String, shown: String) {
        let seen = Mutex("")
        NamedThread(name) { seen.withLock { $0 = text(of: "/proc/thread-self/comm") } }.join()
        #expect(seen.withLock { $0 } == shown)
    }

    @Test func `it has the stack that was asked for`() {
        let touched = Mutex(0)
        // More than the system's default of 8 MB holds.
        NamedThread("deep", stackSize: 24 << 20) {
            withUnsafeTemporaryAllocation(byteCount: 16 << 20, alignment: 1) { bytes in
                for place in stride(from: 0, to: bytes.count, by: 4096) { bytes[place] = 1 }
                touched.withLock { $0 = bytes.count }
            }
        }.join()
        #expect(touched.withLock { $0 } == 16 << 20)
    }

    @Test func `one that nobody keeps runs all the same`() {
        let box = Mailbox<Int>()
        for number in 0..<20 { NamedThread("left alone") { box.post(number) } }
        #expect(Set((0..<20).compactMap { _ in box.next() }) == Set(0..<20))
    }

    @Test func `what it held is given up with it`() {
        final class Held: Sendable {}
        weak var held: Held?
        do {
            let mine = Held()
            held = mine
            NamedThread("holder") { withExtendedLifetime(mine) {} }.join()
        }
        #expect(held == nil)
    }
}
