import CKernels

/// Runs the closure with gradients disabled: its results carry no graph, as under `torch.no_grad`.
/// It affects the calling thread only, and nests.
public func withoutGrad<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let outer = ck_grad_enabled()
    ck_set_grad_enabled(false)
    defer { ck_set_grad_enabled(outer) }
    return try body()
}
