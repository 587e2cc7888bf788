import ArgumentParser
import Dashboard
import Glibc
import Links
import Platform
import Recipes
import Synchronization
import Telemetry
import Terminal
import Training
import YAML

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a recipe, on the dashboard or as a log."
    )

    @Argument(help: "The recipe, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
    var recipe: String

    @Flag(help: "Only check the recipe and its data, and print the size of the run.")
    var check = false

    @Option(help: "Record every event to a file; off, the default, records nothing.", completion: .file())
    var record: String?

    @Flag(help: "Replace an existing recording at --record.")
    var force = false

    @OptionGroup var log: LogOptions
    @OptionGroup var beginning: StartOptions
    @OptionGroup var changes: RecipeOptions
    @OptionGroup var against: Against
    @OptionGroup var alarms: AlarmOptions
    @OptionGroup var look: DisplayOptions

    /// The file to record to; nil under `off`, which `trimtab run` understands too.
    private var recordingPath: String? { record?.lowercased() == "off" ? nil : record }

    func run() throws {
        guard !check else { return try reportingBadInput { try printSize() } }
        let end = try reportingBadInput { try train() }
        if end.outcome == .failed {
            warn("the run failed: \(end.reason ?? "no reason given")")
            throw ExitCode(1)
        }
    }

    private func printSize() throws {
        let prepared = try prepare()
        if beginning.isFromFile {
            switch prepared.recipe.precision {
            case .float: _ = try beginning.makeTrainer(prepared) as Trainer<Float>
            case .double: _ = try beginning.makeTrainer(prepared) as Trainer<Double>
            }
        }
        let output = OutputFile.standardOutput
        output.print("\(recipe): \(prepared.size)")
        try output.checkWritten()
    }

    private func prepare() throws(DocumentError) -> PreparedRun {
        let prepared = try PreparedRun(file: recipe, overrides: changes.overrides)
        try prepared.checkMemory()
        for note in prepared.notes { warn(note) }
        return prepared
    }

    private func train() throws -> End {
        let configuration = try Configuration.read()
        let screen = look.screen(configuration)
        let answers = try alarms.answers(configuration)
        let prepared = try prepare()
        Threads.set(prepared.recipe.threads ?? min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return switch prepared.recipe.precision {
        case .float: try train(prepared, Float.self, screen, answers)
        case .double: try train(prepared, Double.self, screen, answers)
        }
    }

    private func train<Element: Scalar>(
        _ prepared: PreparedRun,
        _: Element.Type,
        _ options: ScreenOptions,
        _ answers: AlarmAnswers
    ) throws -> End {
        let trainer: Trainer<Element> = try beginning.makeTrainer(prepared)
        let inputs =
            [RunInput(role: "the recipe", path: recipe)]
            + (prepared.recipe.dataPath.map { [RunInput(role: "the data", path: $0)] } ?? []) + beginning.inputs
        let recording = try recordingPath.map { try OutputFile.recording($0, force: force, apartFrom: inputs) }
        if let recordingPath { SavedFiles.note(recording: recordingPath) }
        let compared = try against.read()
        let signals = SignalWatch()
        let screen = log.isLog ? nil : openScreen(options)
        try trainer.set("pace", to: .number(screen == nil ? changes.paceWithoutScreen : prepared.recipe.pace))
        if let screen {
            return try watch(trainer, prepared.recipe.name, on: screen, recording, compared, signals, answers)
        } else {
            return try trainToLog(trainer, prepared.recipe.name, recording, signals, answers)
        }
    }

    /// The dashboard's screen; without a terminal for it says why and gives nil.
    private func openScreen(_ options: ScreenOptions) -> Screen? {
        do {
            return try Screen(options)
        } catch {
            warn("\(error); printing the log instead")
            return nil
        }
    }

    // MARK: On the dashboard

    private func watch<Element: Scalar>(
        _ trainer: sending Trainer<Element>,
        _ name: String,
        on screen: Screen,
        _ recording: OutputFile?,
        _ compared: [ComparedRun],
        _ signals: SignalWatch,
        _ answers: AlarmAnswers
    ) throws -> End {
        defer { screen.close() }
        let failures = Mailbox<SinkError>()
        let spool = recording == nil ? RecordingSpool() : nil
        let written = recording.map { writer(to: $0) { failures.post($0) } }
        let kept = spool.map { writer(to: $0.file) { _ in } }
        let writers = AsyncEventWriters([written, kept].compactMap(\.self))
        let run = LiveRun(
            trainer,
            name: name,
            recording: recordingPath,
            writers: writers,
            isWatched: true,
            alarms: answers
        )
        let host = TrainingHost(run, name: name, spool: spool, failures: failures)
        let session = RunSession(.ofThisScreen(), leaving: .stops, state: RunState(answers.responses))
        var loop = ScreenLoop(
            Workspace(session, glyphs: screen.glyphs, compared: compared, isReadOnly: look.readonly),
            source: TrainerSource(run),
            host: host,
            meter: SystemMeter(process: getpid()),
            // The run answers those that it finds itself.
            onAlarm: { report, name in if report.rule == .stall { run.answer(report, of: name) } },
            on: screen
        )
        // The loop hears of signals, too; this one does when the loop stands still.
        signals.start(graceTime: ScreenLoop.graceTime + 0.5) { signal in
            run.stop(by: signalName(signal))
        } beforeExit: {
            Screen.abandon()
            writers.abandon()
            run.abandonServer()
        }
        let signal = loop.run()
        signals.isLeft()
        screen.close()
        // An operator who insists leaves before the end; what has come by then is recorded.
        let end = run.outcome ?? End(outcome: .stopped, step: loop.workspace.state.latest?.step ?? 0)
        var isWritten = true
        if signal == nil { close(writers) } else { isWritten = writers.abandon() }
        run.close()
        let isLost = host.hasLostOutput || !isWritten
        var lost: [String] = []
        do { try spool?.finish() } catch { lost.append(error.description) }
        lost += failures.drain().map(\.sentence) + (isLost ? ["the recording is incomplete"] : [])
        OutputFile.standardOutput.print(
            summary(loop.workspace.state, end, in: recordingPath ?? host.written, isWhole: lost.isEmpty)
        )
        for sentence in lost { warn(sentence) }
        if let signal { throw ExitCode(128 + signal) }
        if !lost.isEmpty { throw ExitCode(1) }
        return end
    }

    /// What is left to say once the screen is gone.
    private func summary(_ state: RunState, _ end: End, in recording: String?, isWhole: Bool) -> String {
        var parts = ["\(state.run?.name ?? recipe): \(closingLine(of: end, state))"]
        if let evaluation = state.evaluation, let accuracy = evaluation.accuracy {
            parts.append("\(evaluation.split) accuracy \(NumberFormat.percent(accuracy)) at step \(evaluation.step)")
        }
        if let recording { parts.append(isWhole ? "recorded to \(recording)" : "\(recording) is incomplete") }
        return parts.joined(separator: ", ")
    }

    // MARK: As a log

    private func trainToLog<Element: Scalar>(
        _ trainer: sending Trainer<Element>,
        _ name: String,
        _ recording: OutputFile?,
        _ signals: SignalWatch,
        _ answers: AlarmAnswers
    ) throws -> End {
        let printsEvents = log.jsonl
        let output = OutputFile.standardOutput
        let running = Mutex<(run: LiveRun?, isReaderGone: Bool)>((nil, false))
        let isOutputLost = Atomic<Bool>(false)
        let lose: @Sendable (SinkError) -> Void = { failure in
            warn(failure.sentence)
            isOutputLost.store(true, ordering: .releasing)
        }
        let logWriter = AsyncEventWriter(output.name, patience: 0.25) { () -> any EventSink in
            printsEvents ? LineLog(output) : TextLog(output)
        } onError: { failure in
            guard failure.isReaderGone else { return lose(failure) }
            // Nobody reads the log any more: there is no reason to continue.
            running.withLock { state in
                state.isReaderGone = true
                state.run?.stop(by: "output")
            }
        }
        let writers = AsyncEventWriters([logWriter] + (recording.map { [writer(to: $0, onError: lose)] } ?? []))
        let run = LiveRun(
            trainer,
            name: name,
            recording: recordingPath,
            writers: writers,
            isWatched: false,
            alarms: answers
        )
        running.withLock { state in
            state.run = run
            if state.isReaderGone { run.stop(by: "output") }
        }
        signals.start { signal in
            run.stop(by: signalName(signal))
        } beforeExit: {
            writers.abandon()
            run.abandonServer()
        }
        let end = run.wait()
        close(writers)
        run.close()
        if let signal = signals.signal { throw ExitCode(128 + signal) }
        if isOutputLost.load(ordering: .acquiring) { throw ExitCode(1) }
        return end
    }

    // MARK: What is written

    private func writer(to recording: OutputFile, onError: @escaping @Sendable (SinkError) -> Void) -> AsyncEventWriter
    {
        AsyncEventWriter(recording.name, patience: 2, { LineLog(recording) }, onError: onError)
    }

    /// Waits until log and recording are whole, and says so when a recording takes long; who reads a log knows.
    private func close(_ writers: AsyncEventWriters) {
        writers.close { writer in
            if writer.name == recordingPath { warn("the run has ended; still writing \(writer.name)") }
        }
    }
}
