public import Telemetry

extension Workspace {
    /// An input of the workspace.
    public enum Input: Sendable {
        /// New events from the source of a session, by its index.
        case arrived(Arrival, session: Int = 0)
        /// A new run.
        case opened(RunSession)
        /// Lines that the program of a session printed.
        case output([String], session: Int = 0)
        /// A command did not reach its run, for a reason.
        case undelivered(Command, reason: String, session: Int = 0)
        /// An action outside the runs is done: a sentence for the operator.
        case done(String)
        /// A problem outside the runs, such as a recording that cannot be written: a sentence for the operator.
        case trouble(String)
        case key(Key)
        /// Different characters that came faster than a person types.
        case burst([Key])
        /// A text that was pasted.
        case paste(String)
        case mouse(Mouse)
        /// The saved view of the run in focus.
        case recalled(String)
        /// The theme that the operator switched to; nil for the one that suits the terminal.
        case theme(ThemeName?)
        /// The load of the machine of the runs.
        case system(SystemLoad)
        /// The size of the screen has changed.
        case resized(columns: Int, rows: Int)
        /// The time, in seconds of a monotonic clock.
        case tick(Double)
    }

    /// An effect to be carried out by the caller.
    public enum Effect: Equatable, Sendable {
        case send(Command, session: Int)
        /// An alarm was raised while the run was watched.
        case alarm(AlarmReport, session: Int)
        /// Ring the terminal's bell.
        case bell
        /// Ask the program of a session to end, since its run cannot be stopped by a command.
        case stopProgram(session: Int)
        /// Write a recording of the run of a session, which is not recorded.
        case writeRecording(session: Int)
        /// Save a view under the name of a run.
        case remember(run: String, view: String)
        /// Load the view saved under the name of a run, if there is one.
        case recall(run: String)
        /// Export the view to files.
        case export
        /// Show the screen in the next theme.
        case nextTheme
        /// Show the screen in a theme saved for the run.
        case theme(ThemeChoice)
        /// Draw the whole screen again.
        case repaint
        case quit
    }
}
