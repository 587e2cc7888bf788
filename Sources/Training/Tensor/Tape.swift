import CKernels

/// What a thread's operations note themselves in, in their order, while a `Replay` records.
final class Tape {
    private(set) var operations: [() -> Void] = []
    /// Whether something was done that cannot be done again.
    private(set) var isRefused = false
    private var results: Set<ObjectIdentifier> = []

    /// The tape active on this thread, if any.
    static var current: Tape? {
        ck_replay().map { Unmanaged<Tape>.fromOpaque($0).takeUnretainedValue() }
    }

    func during<Result>(_ body: () -> Result) -> Result {
        let outer = ck_replay()
        ck_set_replay(Unmanaged.passUnretained(self).toOpaque())
        defer { ck_set_replay(outer) }
        return body()
    }

    /// An operation with its result; nil for one that cannot be done again.
    func note<Element: Scalar>(_ again: (() -> Void)?, _ result: Tensor<Element>) {
        results.insert(ObjectIdentifier(result))
        if let again { operations.append(again) } else { refuse() }
    }

    func refuse() { isRefused = true }

    func made<Element: Scalar>(_ tensor: Tensor<Element>) -> Bool { results.contains(ObjectIdentifier(tensor)) }
}
