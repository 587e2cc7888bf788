/// A level of instructions that ours and the peers are held to alike, so that each runs as on a processor without newer ones.
public enum InstructionSet: String, CaseIterable, Sendable {
    case avx512
    /// AVX2 with fused multiply-adds.
    case avx2
    /// What every x86-64 has: SSE2.
    case baseline

    /// The environment, lines NAME=VALUE, that holds Trimtab to it.
    public var trimtab: [String] { ["TRIMTAB_ISA=\(rawValue)"] }

    /// The environment that holds PyTorch and the libraries it was built with.
    ///
    /// MKL follows `MKL_ENABLE_INSTRUCTIONS` on Intel's processors only. On others it runs kernels of its own choice (AVX2 on
    /// AMD's family 25), which only its compatible mode, SSE2 for every processor, replaces.
    public var torch: [String] {
        switch self {
        case .avx512:
            ["ATEN_CPU_CAPABILITY=avx512", "ONEDNN_MAX_CPU_ISA=AVX512_CORE", "MKL_ENABLE_INSTRUCTIONS=AVX512"]
        case .avx2: ["ATEN_CPU_CAPABILITY=avx2", "ONEDNN_MAX_CPU_ISA=AVX2", "MKL_ENABLE_INSTRUCTIONS=AVX2"]
        case .baseline: ["ATEN_CPU_CAPABILITY=default", "ONEDNN_MAX_CPU_ISA=SSE41", "MKL_CBWR=COMPATIBLE"]
        }
    }

    /// The environment that holds JAX: the code that XLA makes, oneDNN, and YNNPACK, whose flags `ynnpack.py` cuts.
    public var jax: [String] {
        switch self {
        case .avx512: Self.jax(xla: "AVX512", oneDNN: "AVX512_CORE", ynnpack: "0xffffffff")
        case .avx2: Self.jax(xla: "AVX2", oneDNN: "AVX2", ynnpack: "0x7f")
        case .baseline: Self.jax(xla: "SSE4_2", oneDNN: "SSE41", ynnpack: "0x7")
        }
    }

    private static func jax(xla: String, oneDNN: String, ynnpack: String) -> [String] {
        ["XLA_FLAGS=--xla_cpu_max_isa=\(xla)", "ONEDNN_MAX_CPU_ISA=\(oneDNN)", "YNNPACK_FLAGS=\(ynnpack)"]
    }
}
