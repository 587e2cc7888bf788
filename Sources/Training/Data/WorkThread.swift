import Glibc

/// A thread of the system that runs one closure, in the floating-point environment of the thread that made it (as
/// `pthread_create` passes it on).
final class WorkThread: Sendable {
    private let thread: pthread_t

    /// What a new thread takes with it.
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    init(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let failure = pthread_create(
            &thread,
            nil,
            { work in
                guard let work else { return nil }
                Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard failure == 0 else { fatalError("the system gives no thread (\(String(cString: strerror(failure))))") }
        self.thread = thread
    }

    /// Waits until the closure has returned; to be called once.
    func join() { pthread_join(thread, nil) }
}
