import Telemetry

/// The input of drawing: the run in focus, and the operator's view of it. Panels only read it.
struct Scene {
    let session: RunSession
    /// The state of the session's run.
    let state: RunState
    let view: ViewState
    /// The step axis that all charts share.
    let axis: StepAxis
    let glyphs: GlyphSet
    /// The choice of a snapshot; nil if it is not open.
    let snapshotPicker: SnapshotPicker?
    /// Runs to compare with.
    let compared: [ComparedRun]
    /// The clipping that is being tried; nil if none is.
    let tried: TriedClip?
    /// The load of the run's machine; nil if unknown.
    let system: SystemLoad?
    /// True if the screen has room for optional panels.
    let isTall: Bool
    /// True if this screen may send commands to the run.
    let canCommand: Bool

    init(
        session: RunSession,
        view: ViewState = ViewState(),
        glyphs: GlyphSet,
        snapshotPicker: SnapshotPicker? = nil,
        compared: [ComparedRun] = [],
        tried: TriedClip? = nil,
        system: SystemLoad? = nil,
        isTall: Bool = false,
        canCommand: Bool = false
    ) {
        self.session = session
        state = session.state
        self.view = view
        self.glyphs = glyphs
        self.snapshotPicker = snapshotPicker
        self.compared = compared
        self.tried = tried
        self.system = system
        self.isTall = isTall
        self.canCommand = canCommand
        axis = StepAxis(of: state, window: view.window, reaching: compared.map(\.state.steps.upperBound).max())
    }

    /// The scene with another window of the charts and without a cursor.
    func showing(_ window: StepWindow) -> Scene {
        var view = view
        (view.window, view.cursor) = (window, nil)
        return Scene(session: session, view: view, glyphs: glyphs, isTall: isTall, canCommand: canCommand)
    }

    /// True if a panel is shown on the whole screen.
    func isFull(_ panel: PanelName) -> Bool { view.isFull && view.focus == panel }
}

extension StepAxis {
    /// The axis of a window of a run.
    ///
    /// - Parameter end: the last position of the compared runs; nil if there are none.
    init(of state: RunState, window: StepWindow, reaching end: Int? = nil) {
        let steps = state.steps
        if let positions = window.positions(first: steps.lowerBound, latest: steps.upperBound) {
            self.init(positions)
        } else {
            self.init(whole: state, reaching: end)
        }
    }

    /// The axis of a whole run, with room for later steps.
    init(whole state: RunState, reaching end: Int? = nil) {
        let steps = state.steps
        let isOver = if case .ended = state.phase { true } else { false }
        let total = state.run?.steps.map { state.positions.position(of: $0) }
        let latest = max(steps.upperBound, end ?? steps.upperBound)
        self.init(first: steps.lowerBound, latest: latest, total: total, isOver: isOver)
    }
}

extension RunState {
    /// The positions of the first and of the latest step.
    var steps: ClosedRange<Int> {
        let first = loss.isEmpty ? gradNorm.origin : loss.origin
        // Rewound steps are shown until the run has passed them.
        let latest = max(latest.map { positions.position(of: $0.step) } ?? first, rewoundSteps.lastStep ?? first)
        return first...max(first, latest)
    }
}
