import CKernels

/// The treatment of subnormal numbers, those below 1.2e-38 in Float and 2.2e-308 in Double, which lose digits towards 0.
///
/// When a run has converged, softmax's probabilities and Adam's running means become that small, and many processors need
/// over a hundred cycles for an operation on such a number. Each thread has its own choice, for Float and Double alike; the
/// threads that share an operation follow the calling one.
public enum Subnormals: String, CaseIterable, Sendable {
    /// Operands and results count as zeros of their sign. JAX's choice.
    case flush
    /// They are ordinary numbers, as in IEEE 754. The default of PyTorch, and of every program.
    case keep

    /// The choice of the calling thread.
    public static var current: Subnormals { ck_is_flushing(ck_environment()) ? .flush : .keep }

    /// Sets the choice of the calling thread and of threads that it creates. `torch.set_flush_denormal`.
    ///
    /// - Returns: false where the processor (other than x86-64 and arm64) can only keep them.
    @discardableResult
    public static func set(_ choice: Subnormals) -> Bool {
        ck_set_environment(ck_flushing(ck_environment(), choice == .flush))
        return current == choice
    }
}

/// Runs the closure with this choice for the calling thread, then restores the thread's floating-point environment, also
/// when the closure throws.
public func withSubnormals<Result>(_ choice: Subnormals, _ body: () throws -> Result) rethrows -> Result {
    let outer = ck_environment()
    Subnormals.set(choice)
    defer { ck_set_environment(outer) }
    return try body()
}
