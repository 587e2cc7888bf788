/// How an operator looks at a run: nothing of it changes the run.
@dynamicMemberLookup
struct ViewState: Equatable, Sendable {
    /// The panel that keys without a meaning of their own go to.
    var focus: PanelName?
    /// True while the panel in focus has the screen to itself.
    var isFull = false
    var window = StepWindow.whole
    /// The place on the step axis whose figures are read out.
    var cursor: Int?
    /// The spike that the cursor was moved to.
    var spike: SpikeMark?
    /// The first row shown of a panel that scrolls; nil follows the last one.
    var scroll: [PanelName: Int] = [:]
    var isOutputHidden = false
    /// What is remembered from one start of the program to the next.
    var memory = ViewMemory()
    var isStoryOpen = false
    /// The row chosen of a panel that has choices, by its number; nil is the panel's own choice.
    var chosen: [PanelName: Int] = [:]
    /// True while the chosen row of the panel in focus is shown in full.
    var isEntryOpen = false
    /// Alarms that the operator has silenced, by their numbers.
    var silenced: Set<Int> = []
    /// What the list of events is narrowed to.
    var eventGroup = EventGroup.all
    /// The steps that figures about clipping are of.
    var clipWindow = ClipWindow.sinceChange

    /// The choices that are remembered.
    subscript<Choice>(dynamicMember path: WritableKeyPath<ViewMemory, Choice>) -> Choice {
        get { memory[keyPath: path] }
        set { memory[keyPath: path] = newValue }
    }

    /// Gives a panel the screen to itself.
    mutating func showFull(_ panel: PanelName) { (focus, isFull, isEntryOpen) = (panel, true, false) }

    /// Leaves what was entered last: the open row, the full panel, the cursor, the focus, the filter.
    ///
    /// - Returns: false when there is nothing to leave.
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

    /// Moves the focus by a number of the panels shown, in their order.
    mutating func moveFocus(by count: Int, among panels: [PanelName]) {
        guard !panels.isEmpty else { return }
        let place = focus.flatMap { panels.firstIndex(of: $0) }
        let next = place.map { $0 + count } ?? (count > 0 ? 0 : -1)
        focus = panels[(next % panels.count + panels.count) % panels.count]
    }

    /// Moves the rows shown of the panel in focus.
    ///
    /// - Parameter rowCount: rows that it has.
    mutating func scroll(by rows: Int, of rowCount: Int) {
        guard let focus else { return }
        let first = (scroll[focus] ?? rowCount) + rows
        scroll[focus] = first < rowCount ? max(0, first) : nil
    }
}

/// A spike of a chart, as finely as its place is known.
struct SpikeMark: Equatable, Sendable {
    var places: Range<Int>
    var panel: PanelName
}
