import CKernels

/// The operations of a thread, in their order, while a `Replay` records.
final class Tape {
    private(set) var operations: [() -> Void] = []
    /// Whether any operation cannot be repeated.
    private(set) var isRefused = false
    private var results: Set<ObjectIdentifier> = []
    private let batchTargets: ClassTargets

    /// - Parameter batchTargets: refilled before the operations are repeated.
    init(_ batchTargets: ClassTargets) { self.batchTargets = batchTargets }

    /// The tape active on this thread, if any.
    static var current: Tape? {
        unsafe ck_replay().map { unsafe Unmanaged<Tape>.fromOpaque($0).takeUnretainedValue() }
    }

    func during<Result>(_ body: () -> Result) -> Result {
        let outer = unsafe ck_replay()
        unsafe ck_set_replay(Unmanaged.passUnretained(self).toOpaque())
        defer { unsafe ck_set_replay(outer) }
        return body()
    }

    /// The batch's targets if these are its classes; others cannot be refilled, and so cannot be replayed.
    func targets(_ classes: [Int]) -> ClassTargets {
        guard classes.sharesMemory(with: batchTargets.values) else {
            refuse()
            return ClassTargets(classes)
        }
        return batchTargets
    }

    /// Records an operation with its result; nil for one that cannot be repeated.
    func record<Element: Scalar>(_ again: (() -> Void)?, _ result: Tensor<Element>) {
        results.insert(ObjectIdentifier(result))
        if let again { operations.append(again) } else { refuse() }
    }

    func refuse() { isRefused = true }

    func made<Element: Scalar>(_ tensor: Tensor<Element>) -> Bool { results.contains(ObjectIdentifier(tensor)) }
}

extension [Int] {
    fileprivate func sharesMemory(with other: [Int]) -> Bool {
        unsafe withUnsafeBufferPointer { mine in
            unsafe other.withUnsafeBufferPointer { unsafe mine.count == $0.count && mine.baseAddress == $0.baseAddress }
        }
    }
}
