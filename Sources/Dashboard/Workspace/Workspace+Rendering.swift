import Telemetry

extension Workspace {
    /// The screen as a grid, for any size from 0×0 up.
    public func render(columns: Int, rows: Int) -> CellGrid {
        let (columns, rows) = (min(columns, Self.longestSide), min(rows, Self.longestSide))
        var grid = CellGrid(width: columns, height: rows)
        let scene = scene(rows: rows)
        let layout = scene.layout(columns: columns, rows: rows)
        Header(
            state: scene.state,
            playback: session.player?.status,
            isBroken: session.isBroken,
            alarm: scene.foremostAlarm?.report
        )
        .draw(into: &grid, layout.header)
        let panels = Dictionary(uniqueKeysWithValues: scene.panels.map { ($0.name, $0) })
        for placed in layout.placed {
            panels[placed.panel]?.draw(scene, into: &grid, placed.area)
            if placed.panel == view.focus, !view.isFull { grid.emphasizeHeading(of: placed.area) }
        }
        if let snapshotPicker, layout["events"] == nil {
            SnapshotList(state: scene.state, snapshotPicker: snapshotPicker).draw(
                into: &grid,
                Self.middle(columns, rows)
            )
        }
        drawBottomRow(layout.keys ?? bottomRow(columns, rows), scene, into: &grid)
        if view.isStoryOpen, let run = scene.state.run, let story = run.story {
            StoryBox(name: run.name, story: story).draw(into: &grid, layout.body)
        }
        if let help {
            Help(subject: session.subject, first: help)
                .draw(into: &grid, Rect(column: 0, row: 0, width: columns, height: rows))
        }
        return glyphs == .braille ? grid : grid.shown(in: glyphs)
    }

    /// The scene for a screen of some rows.
    func scene(rows: Int = 0) -> Scene {
        Scene(
            session: session,
            view: view,
            glyphs: glyphs,
            snapshotPicker: snapshotPicker,
            compared: compared,
            tried: triedClip,
            system: system,
            isTall: rows >= Self.tall,
            canCommand: session.isLive && !isReadOnly
        )
    }

    /// The most columns and rows drawn: a terminal may report 65,535 of each.
    private static let longestSide = 1000

    /// The least rows of a tall screen, which shows optional panels.
    private static let tall = 34

    /// The area of the snapshot list on a screen without a list of events.
    private static func middle(_ columns: Int, _ rows: Int) -> Rect {
        let (width, height) = (min(44, columns), max(0, min(10, rows - 4)))
        return Rect(column: (columns - width) / 2, row: (rows - height) / 2, width: width, height: height)
    }

    /// The last row, for a dialog or message on a screen too small for a key line; nil if there is none to show.
    private func bottomRow(_ columns: Int, _ rows: Int) -> Rect? {
        guard rows > 0, prompt != nil || question != nil || snapshotPicker != nil || choice != nil || message != nil
        else {
            return nil
        }
        return Rect(column: 0, row: rows - 1, width: columns, height: 1)
    }

    private func drawBottomRow(_ area: Rect?, _ scene: Scene, into grid: inout CellGrid) {
        guard let area else { return }
        grid.fill(" ", area.column, area.row, width: area.width, .text)
        if let question {
            ConfirmationLine(question: question).draw(into: &grid, area)
        } else if let prompt {
            PromptLine(prompt: prompt).draw(into: &grid, area)
        } else if let snapshotPicker {
            SnapshotPickerLine(state: state, snapshotPicker: snapshotPicker).draw(into: &grid, area)
        } else if let choice {
            ChoiceLine(menu: choice, current: state.word(choice.setting)).draw(into: &grid, area)
        } else if let message {
            let text = " " + shortened(message.text, to: area.width - 2)
            grid.write(text, area.column, area.row, limit: area.width, message.role)
        } else if let hints = hints(in: scene) {
            KeyLine(of: hints).draw(into: &grid, area)
        } else {
            KeyLine(
                subject: session.subject,
                isLive: session.player != nil || session.isLive,
                isPaused: isPaused,
                offers: session.offers
            )
            .draw(into: &grid, area)
        }
    }

    /// The keys of the panel on the whole screen; nil if it has none.
    private func hints(in scene: Scene) -> [KeyHint]? {
        guard view.isFull, let hints = view.focus.flatMap({ scene.panel($0)?.hints(in: scene) }) else { return nil }
        return hints.isEmpty ? nil : hints
    }

    private var isPaused: Bool {
        session.player.map { $0.status.isPaused || $0.status.isOver } ?? state.phase.isHeld
    }
}

extension CellGrid {
    /// Highlights the heading of the panel in focus.
    mutating func emphasizeHeading(of area: Rect) {
        for column in area.column..<area.column + area.width {
            switch self[column, area.row].role {
            case .frame: self[column, area.row].role = .key
            case .title: self[column, area.row].role = .selected
            default: break
            }
        }
    }

    /// The grid with its glyphs replaced by those of a set.
    func shown(in glyphs: GlyphSet) -> CellGrid {
        var shown = self
        for row in 0..<height {
            for column in 0..<width {
                let cell = self[column, row]
                let glyph = glyphs.shown(cell.glyph)
                if glyph != cell.glyph { shown[column, row] = Cell(glyph, cell.role) }
            }
        }
        return shown
    }
}
