import Glibc
import Synchronization

/// A thread of the operating system that runs one closure, in the floating-point environment of the thread that made it
/// (as `pthread_create` passes it on).
///
/// It runs whether or not anybody keeps this object, which is for `join`.
package final class NamedThread: Sendable {
    private let thread: pthread_t
    private let isJoined = Atomic<Bool>(false)

    /// What a new thread takes with it.
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
    }

    /// - Parameters:
    ///   - name: what `ps` and debuggers show; of a longer one the first 15 bytes.
    ///   - stackSize: bytes; nil for the system's default.
    ///   - body: what the thread does; it ends when this returns.
    @discardableResult
    package init(_ name: String, stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // The initializer of the structure belongs to whichever C module was read first.
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

    /// Waits until the closure has returned and what it held is given up; to be called once.
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
