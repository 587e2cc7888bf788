import Dispatch
import Glibc
import Links
import Platform
import Synchronization
import Telemetry
import Training

/// A trainer that runs on its own thread: its events are polled, its commands posted.
///
/// Only events and commands cross between the threads. The log and the recording receive every event; a screen that falls
/// far behind misses steps, which are counted.
final class LiveRun: Sendable {
    private let writers: AsyncEventWriters
    /// Lets others watch and steer the run; nil if it could not be started.
    private let server: RunServer?
    private let commands: Mailbox<Command>
    private let process: RunProcess
    private let relay: EventRelay
    /// The events on their way to the screen; nil without a screen, where a held run could not be resumed.
    let screen: ScreenQueue?
    private let responses: AlarmResponses
    /// The command that runs for each alarm; nil for none.
    private let alarmCommand: AlarmCommand?
    private let isAskedToStop = Atomic<Bool>(false)
    private let end = Mutex<End?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: the run's name, under which others find it.
    ///   - recording: the path of the run's recording.
    ///   - writers: receive every event, besides the screen.
    ///   - isWatched: true if a screen shows the run, so that it can be resumed when held.
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
        process = RunProcess(
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
        // A run that waits for the reader of its log must still receive the stop.
        if command.request == .stop { writers.liftLimit() }
        commands.post(command)
    }

    private static func makeServer(_ name: String, onCommand: @escaping @Sendable (Command) -> Void) -> RunServer? {
        do {
            return try RunServer(name: name, onCommand: onCommand)
        } catch {
            warn("no viewer can attach to this run: \(error)")
            return nil
        }
    }

    /// Waits until viewers have received everything and the commands for alarms have run, or their time is up.
    func close() {
        server?.close()
        alarmCommand?.finish()
    }

    /// Runs the command for an alarm that the screen found: a run that hangs cannot find it itself.
    func answer(_ report: AlarmReport, of run: String?) { alarmCommand?.post(report, of: run) }

    /// Removes the run's socket; for a program about to end.
    func abandonServer() { server?.abandon() }

    /// Asks the run to end cleanly; later calls do nothing.
    ///
    /// - Parameter author: the name of the signal that asks.
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

    /// The trainer is created where errors can be reported, and then used by its own thread only.
    private struct Handover<Element: Scalar>: @unchecked Sendable {
        let trainer: Trainer<Element>
    }

    private func train<Element: Scalar>(_ trainer: Trainer<Element>) {
        var alarms = RunAlarms(responses, alarmCommand)
        let isWatched = screen != nil
        let end = trainer.run(commands: commands, isWatched: isWatched, holdsAtEnd: isWatched) { event in
            relay.emit(event.completed(with: process))
            for report in alarms.observe(event, send: send) { relay.emit(.alarm(report)) }
            SavedFiles.note(event)
        }
        self.end.withLock { $0 = end }
        finished.signal()
    }
}

extension Event {
    /// The event; a `run` event with the process, and marked as reporting alarms.
    fileprivate func completed(with process: RunProcess) -> Event {
        guard case .run(var run) = self else { return self }
        run.process = process
        run.reportsAlarms = true
        return .run(run)
    }
}
