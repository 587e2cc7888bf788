/// The operator's view of a run. It never changes the run.
@dynamicMemberLookup
struct ViewState: Equatable, Sendable {
    /// The panel in focus, which may handle keys itself; nil if there is none.
    var focus: PanelName?
    /// True while the panel in focus is shown on the whole screen.
    var isFull = false
    var window = StepWindow.whole
    /// The position of the cursor on the step axis; nil without a cursor.
    var cursor: Int?
    /// The spike at the cursor; nil if it was moved otherwise.
    var spike: SpikeMark?
    /// The first row shown of panels that scroll; nil follows the last row.
    var scroll: [PanelName: Int] = [:]
    var isOutputHidden = false
    /// The part that is saved for later sessions.
    var memory = ViewMemory()
    var isStoryOpen = false
    /// The number of the selected row of panels with choices; nil is the panel's default.
    var chosen: [PanelName: Int] = [:]
    /// True while the selected row of the panel in focus is shown in full.
    var isEntryOpen = false
    /// Alarms that the operator has silenced, by their numbers.
    var silenced: Set<Int> = []
    /// The filter of the list of events.
    var eventGroup = EventGroup.all
    /// The window of the figures about clipping.
    var clipWindow = ClipWindow.sinceChange

    /// The saved choices.
    subscript<Choice>(dynamicMember path: WritableKeyPath<ViewMemory, Choice>) -> Choice {
        get { memory[keyPath: path] }
        set { memory[keyPath: path] = newValue }
    }

    /// Shows a panel on the whole screen.
    mutating func showFull(_ panel: PanelName) { (focus, isFull, isEntryOpen) = (panel, true, false) }

    /// Closes the first that is open of: story, open row, full panel, cursor, focus, filter.
    ///
    /// - Returns: false if nothing was open.
    mutating func leave() -> Bool {
        if isStoryOpen {
            isStoryOpen = false
        } else if isEntryOpen {
            isEntryOpen = false
        } else if isFull {
            isFull = false
        } else if cursor != nil {
            cursor = nil
        } else if focus != nil {
            focus = nil
        } else if !self.filter.isEmpty {
            self.filter = ""
        } else {
            return false
        }
        return true
    }

    /// Moves the focus by `count` panels, cyclically.
    mutating func moveFocus(by count: Int, among panels: [PanelName]) {
        guard !panels.isEmpty else { return }
        let index = focus.flatMap { panels.firstIndex(of: $0) }
        let next = index.map { $0 + count } ?? (count > 0 ? 0 : -1)
        focus = panels[(next % panels.count + panels.count) % panels.count]
    }

    /// Moves the rows shown of the panel in focus.
    ///
    /// - Parameter rowCount: the number of its rows.
    mutating func scroll(by rows: Int, of rowCount: Int) {
        guard let focus else { return }
        let first = (scroll[focus] ?? rowCount) + rows
        scroll[focus] = first < rowCount ? max(0, first) : nil
    }
}

/// A spike of a chart, with the positions of its bucket.
struct SpikeMark: Equatable, Sendable {
    var positions: Range<Int>
    var panel: PanelName
}
