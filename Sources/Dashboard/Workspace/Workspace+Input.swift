public import Telemetry

extension Workspace {
    /// What arrives.
    public enum Input: Sendable {
        /// From the source of a session, by its place.
        case arrived(Arrival, session: Int = 0)
        /// One more run.
        case opened(RunSession)
        /// Lines that the program of a session printed.
        case output([String], session: Int = 0)
        /// A command did not reach its run, and why.
        case undelivered(Command, reason: String, session: Int = 0)
        /// Something was done outside the runs.
        case done(String)
        /// Something went wrong outside the runs, such as a recording that cannot be written.
        case trouble(String)
        case key(Key)
        /// Different characters that came faster than a person types.
        case burst([Key])
        /// A text that was pasted.
        case paste(String)
        case mouse(Mouse)
        /// What was remembered of how a run was looked at.
        case recalled(String)
        /// The theme the operator switched to; nil for the one that suits the terminal.
        case theme(ThemeName?)
        /// How busy the machine of the runs is now.
        case system(SystemLoad)
        /// The screen has this size now, and has to be drawn.
        case resized(columns: Int, rows: Int)
        /// Seconds on any clock that only goes forward.
        case tick(Double)
    }

    /// What is to be done outside.
    public enum Effect: Equatable, Sendable {
        case send(Command, session: Int)
        /// An alarm was raised while the run was watched.
        case alarm(AlarmReport, session: Int)
        /// Ring the terminal's bell.
        case bell
        /// Ask the program of a session to end: its run cannot be stopped otherwise, or has not begun.
        case stopProgram(session: Int)
        /// Keep what the run of a session has emitted, though it was not recorded from the start.
        case writeRecording(session: Int)
        /// Keep a text under the name of a run.
        case remember(run: String, view: String)
        /// Bring the text that is kept under the name of a run, if there is one.
        case recall(run: String)
        /// Write what is on the screen to files.
        case export
        /// Show the screen in the next theme.
        case nextTheme
        /// Show the screen in the theme that was chosen for the run before.
        case theme(ThemeChoice)
        /// Draw the whole screen again.
        case repaint
        case quit
    }
}
