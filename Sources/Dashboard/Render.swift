import Telemetry

extension Workspace {
    /// The screen as it stands, for any size from 0×0 up.
    public func render(columns: Int, rows: Int) -> CellGrid {
        let (columns, rows) = (min(columns, Self.longestSide), min(rows, Self.longestSide))
        var grid = CellGrid(width: columns, height: rows)
        let (session, state) = (session, state)
        let further = state.furtherSeries(isTall: rows >= Self.tall)
        let layout = Layout(
            width: columns,
            height: rows,
            layerCount: state.layers.count,
            furtherCount: further.count,
            tellsUpdates: state.updateRatio != nil,
            hasOutput: !session.output.isEmpty && outputView.extent == .pane
        )
        Header(state: state, playback: session.player?.status, isBroken: session.isBroken)
            .draw(into: &grid, layout.header)
        draw(lossChart(width: layout.loss?.width ?? 0), layout.loss, into: &grid)
        draw(normChart(width: layout.norm?.width ?? 0), layout.norm, into: &grid)
        draw(lrChart, layout.lr, into: &grid)
        draw(StepLabels(axis: stepAxis, places: state.places), layout.steps, into: &grid)
        draw(ClipPanel(state: state, glyphs: glyphs), layout.clipping, into: &grid)
        draw(LayerPanel(state: state), layout.layers, into: &grid)
        draw(FurtherPanel(series: further, axis: stepAxis, glyphs: glyphs), layout.further, into: &grid)
        draw(
            IncidentList(state: state, pending: session.commands.pending, unknown: session.commands.unknown),
            layout.incidents,
            into: &grid
        )
        draw(Figures(state: state), layout.figures, into: &grid)
        if let chooser {
            let area = layout.incidents ?? layout.figures ?? Self.middle(columns, rows)
            SnapshotList(state: state, chooser: chooser).draw(into: &grid, area)
        }
        draw(OutputPanel(output: session.output), layout.output, into: &grid)
        if outputView.extent == .screen {
            OutputPanel(output: session.output, from: outputView.firstLine).draw(into: &grid, layout.body)
        }
        drawBottomRow(layout.keys ?? bottomRow(columns, rows), into: &grid)
        if isHelpOpen {
            Help(subject: session.subject).draw(into: &grid, Rect(column: 0, row: 0, width: columns, height: rows))
        }
        return glyphs == .braille ? grid : grid.shown(in: glyphs)
    }

    /// The most columns and rows drawn: a terminal may claim 65,535 of each.
    private static let longestSide = 1000

    /// Rows from which a screen has room for more than the latest figures.
    private static let tall = 34

    private func draw(_ view: some View, _ area: Rect?, into grid: inout CellGrid) {
        if let area { view.draw(into: &grid, area) }
    }

    /// Where the snapshots stand on a screen that has no list of events to put them over.
    private static func middle(_ columns: Int, _ rows: Int) -> Rect {
        let (width, height) = (min(44, columns), max(0, min(10, rows - 4)))
        return Rect(column: (columns - width) / 2, row: (rows - height) / 2, width: width, height: height)
    }

    /// On a screen too small for a key line, what is asked covers the last row.
    private func bottomRow(_ columns: Int, _ rows: Int) -> Rect? {
        guard rows > 0, prompt != nil || question != nil || chooser != nil || message != nil else { return nil }
        return Rect(column: 0, row: rows - 1, width: columns, height: 1)
    }

    private func drawBottomRow(_ area: Rect?, into grid: inout CellGrid) {
        guard let area else { return }
        grid.fill(" ", area.column, area.row, width: area.width, .text)
        if let question {
            QuestionLine(question: question).draw(into: &grid, area)
        } else if let prompt {
            PromptLine(prompt: prompt).draw(into: &grid, area)
        } else if let chooser {
            ChooserLine(state: state, chooser: chooser).draw(into: &grid, area)
        } else if let message {
            grid.write(
                " " + shortened(message.text, to: area.width - 2),
                area.column,
                area.row,
                limit: area.width,
                message.role
            )
        } else {
            KeyLine(subject: session.subject, isLive: session.player != nil || session.isLive, isPaused: isPaused)
                .draw(into: &grid, area)
        }
    }

    private var isPaused: Bool {
        session.player.map { $0.status.isPaused || $0.status.isOver } ?? (state.phase == .paused)
    }
}

extension CellGrid {
    /// The grid with every glyph as a set can show it.
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
