import CKernels

/// What this machine computes with.
public enum Processor {
    /// The instruction set whose kernels train: "avx512", "avx2" or "baseline"; "neon" on arm64.
    ///
    /// Every tensor's numbers are the same, to rounding, on each.
    public static var kernels: String { unsafe String(cString: ck_isa_name(ck_isa_in_force())) }

    /// The sets that this processor has, the widest last.
    public static var availableKernels: [String] {
        (CK_BASELINE.rawValue...ck_isa_at_hand().rawValue).map { unsafe String(cString: ck_isa_name(ck_isa($0))) }
    }
}
