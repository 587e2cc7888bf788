import Dispatch
import Glibc
import Links
import Platform
import Synchronization
import Telemetry
import Training

/// A trainer at work on a thread of its own: its events are polled, its commands posted.
///
/// Only records and commands cross between the threads. The log and the recording get every event; the screen is shed
/// steps, and they are counted, should it fall far behind.
final class LiveRun: Sendable {
    private let writers: AsyncEventWriters
    /// Where others can watch and steer the run; nil where nobody can.
    private let server: RunServer?
    private let commands: Mailbox<Command>
    private let place: RunPlace
    private let relay: EventRelay
    /// Its events on their way to the screen; nil where nobody watches, who could resume a held run.
    let screen: ScreenQueue?
    private let responses: AlarmResponses
    /// What runs for each alarm; nil for nothing.
    private let alarmCommand: AlarmCommand?
    private let isAskedToStop = Atomic<Bool>(false)
    private let end = Mutex<End?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: the run's name, under which others find it.
    ///   - recording: the path of the run's recording.
    ///   - writers: where every event goes, other than the screen.
    ///   - isWatched: true when somebody sees the screen and can resume a held run.
    ///   - alarms: what is done about alarms.
    init<Element: Scalar>(
        _ trainer: sending Trainer<Element>,
        name: String,
        recording: String?,
        writers: AsyncEventWriters,
        isWatched: Bool,
        alarms: AlarmAnswers
    ) {
        self.writers = writers
        let commands = Mailbox<Command>()
        self.commands = commands
        server = Self.makeServer(name) { Self.pass($0, to: commands, writers) }
        place = RunPlace(
            pid: Int(getpid()),
            started: unixSeconds(),
            recording: recording.map(absolutePath)
        )
        screen = isWatched ? ScreenQueue() : nil
        relay = EventRelay(writers: writers, server: server, screen: screen)
        responses = alarms.responses
        trainer.declare(alarms.responses)
        alarmCommand = alarms.command.map { AlarmCommand($0) }
        let handover = Handover(trainer: trainer)
        NamedThread("training", stackSize: 8 << 20) { [self] in train(handover.trainer) }
    }

    func send(_ command: Command) { Self.pass(command, to: commands, writers) }

    private static func pass(_ command: Command, to commands: Mailbox<Command>, _ writers: AsyncEventWriters) {
        // A run that waits for the reader of its log must still hear that it is to end.
        if command.request == .stop { writers.hurry() }
        commands.post(command)
    }

    private static func makeServer(_ name: String, onCommand: @escaping @Sendable (Command) -> Void) -> RunServer? {
        do {
            return try RunServer(name: name, onCommand: onCommand)
        } catch {
            warn("nobody can attach to this run: \(error)")
            return nil
        }
    }

    /// Waits until those who watch from elsewhere have had everything, and the commands of alarms have run, or their time is
    /// over.
    func close() {
        server?.close()
        alarmCommand?.finish()
    }

    /// Runs the command for an alarm that was found elsewhere: a run that stands still cannot find it itself.
    func answer(_ report: AlarmReport, of run: String?) { alarmCommand?.post(report, of: run) }

    /// Lets nobody find the run any more, as the program is about to end.
    func abandonServer() { server?.abandon() }

    /// Asks for a clean end of the run; later calls do nothing.
    ///
    /// - Parameter author: who asks: a signal's name.
    func stop(by author: String) {
        guard !isAskedToStop.exchange(true, ordering: .acquiringAndReleasing) else { return }
        send(Command(id: 0, request: .stop, by: author))
    }

    /// How the run ended; nil while it continues.
    var outcome: End? { end.withLock { $0 } }

    /// Waits for the end.
    func wait() -> End {
        finished.wait()
        finished.signal()
        return outcome ?? End(outcome: .failed, step: 0)
    }

    /// The trainer is made where errors are reported, and then used by its own thread only.
    private struct Handover<Element: Scalar>: @unchecked Sendable {
        let trainer: Trainer<Element>
    }

    private func train<Element: Scalar>(_ trainer: Trainer<Element>) {
        var alarms = RunAlarms(responses, alarmCommand)
        let isWatched = screen != nil
        let end = trainer.run(commands: commands, isWatched: isWatched, holdsAtEnd: isWatched) { event in
            relay.emit(event.placed(at: place))
            for report in alarms.take(event, send: send) { relay.emit(.alarm(report)) }
            SavedFiles.note(event)
        }
        self.end.withLock { $0 = end }
        finished.signal()
    }
}

extension Event {
    /// The event; the first line of a run with where it is, and that it reports its alarms.
    fileprivate func placed(at place: RunPlace) -> Event {
        guard case .run(var run) = self else { return self }
        run.place = place
        run.reportsAlarms = true
        return .run(run)
    }
}
