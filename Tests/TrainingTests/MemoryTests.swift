import Glibc
import Testing

@testable import Training

/// Sizes that cannot be counted and memory that is not there trap with a message.
@Suite struct MemoryTests {
    private func line(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    @Test func `a tensor that the system has no room for`() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            _ = Tensor<Float>.zeros([1 << 20, 1 << 20])
        }
        #expect(
            line(result).contains(
                "Fatal error: out of memory: a tensor takes 4398046511104 bytes, and the others have "
            )
        )
    }

    @Test func `more bytes than there are addresses`() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Double>.zeros([1 << 31, 1 << 31])
        }
        #expect(line(result).contains("Fatal error: out of memory: a tensor takes "))
    }

    @Test func `more elements than can be counted, and a part of a shape that cannot be`() async throws {
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.zeros([1 << 32, 1 << 32])
        }
        #expect(line(product).contains("Tensor: shape [4294967296, 4294967296] has more elements than can be counted"))
        let part = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.zeros([0, 1 << 32, 1 << 32])
        }
        #expect(line(part).contains("has more elements than can be counted"))
        let reshaped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.zeros([4]).reshape([1 << 62, 1 << 62, -1])
        }
        #expect(line(reshaped).contains("has more elements than can be counted"))
        let inner = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>.zeros([1 << 40, 0]).matmul(Tensor<Float>.zeros([0, 1 << 40]))
        }
        #expect(line(inner).contains("has more elements than can be counted"))
    }
}
