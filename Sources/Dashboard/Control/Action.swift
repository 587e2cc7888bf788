public import Telemetry

/// The meaning of a key.
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
    /// Undoes the last change of this screen.
    case undo
    case faster, slower
    case stop
    case checkpoint
    /// Opens the choice of a snapshot to rewind to.
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
    /// Shows a position of the step axis on the charts.
    case showOnCharts(Int)
    /// Opens the choice of a snapshot at the latest one before a step.
    case rewindBefore(step: Int)
    /// Silences an alarm, or ends that.
    case silence(alarm: Int)
    /// Selects another response to a rule, `by` responses further; nil for the next one, cyclically.
    case changeResponse(AlarmRule, by: Int?)
    /// Filters the list of events by the group `by` groups further.
    case filterEvents(by: Int)
    /// Shows more of what the program printed, or less.
    case output
    /// Shows a panel on the whole screen.
    case show(panel: String)
    /// Shows a chart, counted from 1, on the whole screen.
    case showChart(Int)
    /// Moves the focus by a number of panels.
    case moveFocus(Int)
    /// Shows the panel in focus on the whole screen.
    case full
    /// Closes what was opened last.
    case back
    /// Multiplies the number of steps shown.
    case zoom(Double)
    /// Shows all steps.
    case wholeRun
    /// Moves the window by a share of its width.
    case pan(Double)
    /// Moves the window to the first steps; if it is the whole run, moves the cursor to the first step.
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
    /// Excludes outliers from the range, or includes them: of the chart in focus, else of all charts.
    case toggleRobust
    /// Shows steps, times or epochs below the charts.
    case nextXAxis
    /// Hides the panel in focus; without one, shows all hidden panels.
    case hide
    /// Asks which charts to show.
    case askFilter
    /// Shows the next run on the screen.
    case nextRun
    /// Shows or hides the hints of the recipe.
    case story
    /// Writes a recording of a run that is not recorded.
    case writeRecording
    /// Exports the view as a picture and as numbers.
    case export
    /// Shows the screen in the next theme.
    case nextTheme
    case help, repaint, quit
}

extension Action {
    /// The setting that it changes; nil if it changes none.
    var setting: String? {
        switch self {
        case .scale(let setting, _), .ask(let setting), .choose(let setting): setting
        case .tryMaxNorm: "max_norm"
        case .faster, .slower: "pace"
        default: nil
        }
    }

    /// The ability that the run needs for it; nil if it needs none.
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
