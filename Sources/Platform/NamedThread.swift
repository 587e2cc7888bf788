import Glibc
import Synchronization

/// A system thread that runs one closure, in the floating-point environment of the thread that created it.
///
/// The thread runs even if this object is released; it is only needed for `join`.
package final class NamedThread: Sendable {
    private let thread: pthread_t
    private let isJoined = Atomic<Bool>(false)

    /// The name and closure of a new thread.
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
    }

    /// - Parameters:
    ///   - name: shown by `ps` and debuggers, up to its first 15 bytes.
    ///   - stackSize: bytes; nil for the system's default.
    ///   - body: runs on the thread, which ends when this returns.
    @discardableResult
    package init(_ name: String, stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // The structure's initializer belongs to whichever C module was loaded first.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        unsafe pthread_attr_init(attributes)
        defer {
            unsafe pthread_attr_destroy(attributes)
            unsafe attributes.deallocate()
        }
        if let stackSize { unsafe pthread_attr_setstacksize(attributes, stackSize) }
        let work = unsafe Unmanaged.passRetained(Work(name, body))
        let failure = unsafe pthread_create(
            &thread,
            attributes,
            { work in
                guard let work = unsafe work else { return nil }
                unsafe NamedThread.run(Unmanaged<Work>.fromOpaque(work).takeRetainedValue())
                return nil
            },
            unsafe work.toOpaque()
        )
        guard failure == 0 else { fatalError("the system gives no thread (\(systemMessage(failure)))") }
        self.thread = thread
    }

    deinit {
        if !isJoined.load(ordering: .relaxed) { pthread_detach(thread) }
    }

    /// Waits until the closure has returned and been released; call it once.
    package func join() {
        isJoined.store(true, ordering: .relaxed)
        pthread_join(thread, nil)
    }

    private static func run(_ work: Work) {
        // pthread_setname_np is a GNU extension, which Swift does not import.
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        if file >= 0 {
            _ = unsafe write(file, work.name, min(work.name.utf8.count, 15))
            close(file)
        }
        work.body()
    }
}
