import Dispatch
import Glibc
public import Platform
import Synchronization
public import Telemetry

/// Lets viewers watch and control a run over its own Unix socket.
///
/// Each viewer receives the run's history and then every event as it happens; its commands are passed on to the run, and
/// the answers go to all viewers. The server has its own thread: a viewer costs the run no more than a screen, and one that
/// stops reading loses first steps and then its connection.
public final class RunServer: Sendable {
    /// Events that may wait for the server's thread.
    private static let capacity = 1 << 16
    /// Seconds between rounds while steps arrive, with and without viewers.
    private static let pause = 0.02
    private static let idlePause = 0.05
    /// Seconds that viewers have to read the remaining lines after the run has ended.
    public static let patience = 2.0

    public let address: RunAddress
    private let events = Mailbox<Event>(capacity: capacity)
    private let lostSteps = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)
    private let wakeup: Wakeup
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: the run's name.
    ///   - launch: the identifier given by the program that launched the run.
    ///   - environment: environment variables, which determine where runs listen.
    ///   - onCommand: passes a viewer's command on to the run; called on the server's thread.
    /// - Throws: if the socket cannot be created.
    public init(
        name: String,
        launch: String? = nil,
        environment: [String: String] = processEnvironment(),
        onCommand: @escaping @Sendable (Command) -> Void
    ) throws(LinkError) {
        wakeup = try Wakeup()
        let directory = try RunDirectory.make(in: environment)
        let listener: Int32
        (address, listener) = try Self.listen(in: directory, name: name, launch: launch)
        NamedThread("server") { [self] in
            let viewers = ViewerList(listener: listener, wakeup: wakeup, onCommand: onCommand)
            serve(viewers)
            done.signal()
        }
    }

    /// Passes an event on, on the run's thread. Never waits.
    public func emit(_ event: Event) {
        var isUrgent = false
        switch event {
        case .step: if !events.post(event) { lostSteps.add(1, ordering: .relaxed) }
        case .snapshot: events.post(event)
        default:
            isUrgent = true
            events.post(event, isUrgent: true)
        }
        wakeup.wake(isUrgent: isUrgent)
    }

    /// Removes the socket and waits until the viewers have read the remaining lines, or their time is up.
    public func close() {
        isClosing.store(true, ordering: .sequentiallyConsistent)
        wakeup.wake(isUrgent: true)
        done.wait()
        done.signal()
    }

    /// Removes the socket at once; for a process about to end.
    public func abandon() { unsafe unlink(address.path) }

    private func serve(_ viewers: ViewerList) {
        var arrived: [Event] = []
        var isLast = false
        while !isLast {
            // Read before draining: the server is closed after the last event.
            isLast = isClosing.load(ordering: .sequentiallyConsistent)
            events.drain(into: &arrived)
            if arrived.isEmpty, !isLast {
                wakeup.willSleep()
                isLast = isClosing.load(ordering: .sequentiallyConsistent)
                events.drain(into: &arrived)
            }
            viewers.append(arrived, missing: lostSteps.exchange(0, ordering: .relaxed))
            if case .end? = arrived.last { isLast = true }
            guard !isLast else { break }
            viewers.wait(seconds: arrived.isEmpty ? .infinity : viewers.isEmpty ? Self.idlePause : Self.pause)
            wakeup.hasWoken()
        }
        viewers.acceptWaiting()
        unsafe unlink(address.path)
        viewers.finish(seconds: Self.patience)
    }

    /// Listens under the first free name: a process may have several runs with the same name.
    private static func listen(
        in directory: RunDirectory,
        name: String,
        launch: String?
    ) throws(LinkError) -> (RunAddress, Int32) {
        for number in 1...100 {
            let suffix = number == 1 ? "" : "-\(number)"
            let numbered = RunAddress.reduced(name).prefix(40 - suffix.count) + suffix
            let address = RunAddress(directory: directory, name: String(numbered), pid: Int(getpid()), launch: launch)
            // A dead socket with this process's ID was left by an earlier process.
            if UnixSocket.isDead(address.path) { unsafe unlink(address.path) }
            if let listener = try UnixSocket.listen(at: address.path) { return (address, listener) }
        }
        throw LinkError("too many runs of this process are named \(name)")
    }
}
