import CKernels

/// What becomes of subnormal numbers, which are below 1.2e-38 in Float and 2.2e-308 in Double and have the fewer digits the
/// smaller they are.
///
/// When a run has converged, softmax's probabilities and the running means of Adam fall so low, and many processors take over
/// a hundred cycles for an operation on such a number. It is a choice of each thread, for Float and Double alike; the
/// threads that an operation is shared out to follow the one that calls it.
public enum Subnormals: String, CaseIterable, Sendable {
    /// As operands and as results they count as zeros of their sign. What JAX does.
    case flush
    /// They are numbers like others, as IEEE 754 has it. The default of PyTorch, and of every program at its start.
    case keep

    /// What the calling thread does.
    public static var current: Subnormals { ck_is_flushing(ck_environment()) ? .flush : .keep }

    /// Sets what the calling thread does from now on, and threads that it makes. `torch.set_flush_denormal`.
    ///
    /// - Returns: false where the processor has no such choice (other than x86-64 and arm64), and keeps them.
    @discardableResult
    public static func set(_ choice: Subnormals) -> Bool {
        ck_set_environment(ck_flushing(ck_environment(), choice == .flush))
        return current == choice
    }
}

/// Runs the closure with this choice for the calling thread, and gives back the floating-point environment that the thread
/// had, also when the closure throws.
public func withSubnormals<Result>(_ choice: Subnormals, _ body: () throws -> Result) rethrows -> Result {
    let outer = ck_environment()
    Subnormals.set(choice)
    defer { ck_set_environment(outer) }
    return try body()
}
