public import Telemetry

/// What a key can mean.
public enum Action: Equatable, Sendable {
    // A run that can be controlled.
    case pauseOrResume
    case advance(Int)
    /// Multiplies a setting.
    case scale(setting: String, by: Double)
    /// Asks for a setting's value.
    case ask(for: String)
    /// Offers a setting's words to choose from.
    case choose(setting: String)
    /// Tries a larger max_norm, or a smaller one.
    case tryMaxNorm(isUpward: Bool)
    /// Sets what this screen changed last to what it was before.
    case undo
    case faster, slower
    case stop
    case checkpoint
    /// Asks which snapshot to go back to.
    case rewind
    // A recording.
    case play(PlaybackAction)
    // Both.
    /// Moves the rows shown of the panel in focus by a number of rows.
    case scroll(Int)
    /// Shows the first rows of the panel in focus, or its last ones.
    case scrollToStart, scrollToEnd
    /// Shows the chosen row of the panel in focus in full.
    case open
    /// Shows a place of the step axis on the charts.
    case showOnCharts(Int)
    /// Opens the choice of a snapshot at the latest one before a step.
    case rewindBefore(step: Int)
    /// Keeps an alarm out of sight, or shows it again.
    case silence(alarm: Int)
    /// Chooses another response to a rule: one further, or for nil the next, round and round.
    case changeResponse(AlarmRule, by: Int?)
    /// Narrows the list of events to the kind that many places further.
    case filterEvents(by: Int)
    /// Shows more of what the program printed, or less.
    case output
    /// Gives a panel the screen to itself.
    case show(panel: String)
    /// Gives a chart, counted from 1, the screen to itself.
    case showChart(Int)
    /// Moves the focus by a number of panels.
    case moveFocus(Int)
    /// Gives the panel in focus the screen to itself.
    case full
    /// Leaves what was entered last.
    case back
    /// Multiplies the number of steps shown.
    case zoom(Double)
    /// Shows all steps.
    case wholeRun
    /// Moves the window by a share of its width.
    case pan(Double)
    /// Shows the first steps, as many as are shown; where all are shown, the cursor goes to the first one.
    case firstSteps
    /// Shows the latest steps and follows them.
    case follow
    /// Selects the next window of clip statistics.
    case nextClipWindow
    /// Moves the cursor by a number of steps.
    case moveCursor(Int)
    /// Moves the cursor to the next spike, or the one before.
    case moveToSpike(isForward: Bool)
    /// Selects the next smoothing.
    case nextSmoothing
    /// Selects the next scale of the chart in focus; without one, of all charts.
    case nextScale
    /// Leaves outliers out of the range, or not; of the chart in focus, else of all charts.
    case toggleRobust
    /// Shows steps, times or epochs below the charts.
    case nextXAxis
    /// Hides the panel in focus; without one, shows all that are hidden.
    case hide
    /// Asks which charts to show.
    case askFilter
    /// Shows the next run on the screen.
    case nextRun
    /// Shows what the recipe says to look for and to press.
    case story
    /// Keeps the events of a run that was not recorded.
    case writeRecording
    /// Writes what is on the screen as a picture and as numbers.
    case export
    /// Shows the screen in the next theme.
    case nextTheme
    case help, repaint, quit
}

extension Action {
    /// The setting that it changes, whatever the run.
    var setting: String? {
        switch self {
        case .scale(let setting, _), .ask(let setting), .choose(let setting): setting
        case .tryMaxNorm: "max_norm"
        case .faster, .slower: "pace"
        default: nil
        }
    }

    /// What a run must be able to do for it.
    var ability: Ability? {
        switch self {
        case .pauseOrResume: .pause
        case .advance: .advance
        case .undo: .set
        case .stop: .stop
        case .checkpoint: .checkpoint
        case .rewind, .rewindBefore: .rewind
        default: nil
        }
    }
}
