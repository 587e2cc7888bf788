import Telemetry

/// What a picture is made of: the run in focus, and how the operator looks at it. Panels draw from it and change nothing.
struct Scene {
    let session: RunSession
    /// The state of the session's run.
    let state: RunState
    let view: ViewState
    /// The step axis that all charts share.
    let axis: StepAxis
    let glyphs: GlyphSet
    /// The rewind being chosen.
    let snapshotPicker: SnapshotPicker?
    /// Runs to compare with.
    let compared: [ComparedRun]
    /// The clipping that is being tried.
    let tried: TriedClip?
    /// How busy the machine of the run is; nil where that is not known.
    let system: SystemLoad?
    /// Whether there is room for more than the latest figures.
    let isTall: Bool
    /// Whether commands of this screen may reach the run.
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

    /// The same with another part of the run on its charts, and nothing read out.
    func showing(_ window: StepWindow) -> Scene {
        var view = view
        (view.window, view.cursor) = (window, nil)
        return Scene(session: session, view: view, glyphs: glyphs, isTall: isTall, canCommand: canCommand)
    }

    /// True where a panel has the screen to itself.
    func isFull(_ panel: PanelName) -> Bool { view.isFull && view.focus == panel }
}

extension StepAxis {
    /// The axis of a run, as far as a window shows it.
    ///
    /// - Parameter end: how far runs reach that it is compared with.
    init(of state: RunState, window: StepWindow, reaching end: Int? = nil) {
        let steps = state.steps
        if let places = window.places(first: steps.lowerBound, latest: steps.upperBound) {
            self.init(places)
        } else {
            self.init(whole: state, reaching: end)
        }
    }

    /// The axis of a whole run, with room for what is to come.
    init(whole state: RunState, reaching end: Int? = nil) {
        let steps = state.steps
        let isOver = if case .ended = state.phase { true } else { false }
        let total = state.run?.steps.map { state.places.place(of: $0) }
        let latest = max(steps.upperBound, end ?? steps.upperBound)
        self.init(first: steps.lowerBound, latest: latest, total: total, isOver: isOver)
    }
}

extension RunState {
    /// The places of the first and of the latest step that charts show.
    var steps: ClosedRange<Int> {
        let first = loss.isEmpty ? gradNorm.origin : loss.origin
        // Rewound steps are seen until the run has passed them.
        let latest = max(latest.map { places.place(of: $0.step) } ?? first, rewoundSteps.lastStep ?? first)
        return first...max(first, latest)
    }
}
