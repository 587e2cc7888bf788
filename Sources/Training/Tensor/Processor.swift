import CKernels

/// The kernels for this machine's processor.
public enum Processor {
    /// The instruction set of the kernels in use: "avx512", "avx2" or "baseline"; "neon" on arm64.
    ///
    /// Results agree to rounding between them.
    public static var kernels: String { unsafe String(cString: ck_isa_name(ck_isa_in_force())) }

    /// The instruction sets with kernels that this processor has, the widest last.
    public static var availableKernels: [String] {
        (CK_BASELINE.rawValue...ck_isa_at_hand().rawValue).map { unsafe String(cString: ck_isa_name(ck_isa($0))) }
    }
}
