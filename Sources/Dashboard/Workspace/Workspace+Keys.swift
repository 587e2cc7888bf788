import Telemetry

/// Keys, typed or pasted, and their actions.
extension Workspace {
    mutating func press(_ key: Key) -> [Effect] {
        if Keymap.action(key, on: session.subject) == .repaint { return [.repaint] }
        if question != nil { return answer(key) }
        if prompt != nil { return editPrompt(key) }
        if snapshotPicker != nil { return choose(key) }
        if choice != nil { return choose(word: key) }
        if let first = help {
            // Any key but those that scroll closes the help, and does nothing else.
            help = Action(scrolling: key).flatMap { scrolled(help: first, by: $0) }
            return []
        }
        clearMessage()
        guard let action = panelAction(for: key) ?? Keymap.action(key, on: session.subject) else {
            explain(key)
            return []
        }
        return perform(action)
    }

    /// Applies keys that came too fast to be typed. They may only fill a prompt: text pasted by mistake must not control a run.
    mutating func press(burst keys: [Key]) -> [Effect] {
        if prompt != nil { return editPrompt(keys) }
        // A prompt and its number may be typed ahead; Enter must be pressed separately.
        let number = keys.dropFirst().prefix { $0 != .enter }
        if let key = keys.first, opensPrompt(key), !number.isEmpty, number.allSatisfy(Self.isOfNumber) {
            return press(key) + editPrompt(Array(number))
        }
        notify("ignored \(NumberFormat.plural(keys.count, "key")) that arrived at once, like pasted text")
        return []
    }

    mutating func paste(_ text: String) {
        if prompt != nil { prompt?.insert(pasted: text) } else { notify("pasted text ignored") }
    }

    private func opensPrompt(_ key: Key) -> Bool {
        guard question == nil, snapshotPicker == nil, choice == nil, help == nil else { return false }
        switch Keymap.action(key, on: session.subject) {
        case .ask, .play(.askStep): return true
        default: return false
        }
    }

    private static func isOfNumber(_ key: Key) -> Bool {
        if case .character(let character) = key { "0123456789.+-eE".contains(character) } else { false }
    }

    /// Types into the prompt while it is open.
    private mutating func editPrompt(_ keys: [Key]) -> [Effect] {
        var effects: [Effect] = []
        for key in keys where prompt != nil { effects += editPrompt(key) }
        return effects
    }

    /// Explains why a key of live runs has no effect on a recording.
    private mutating func explain(_ key: Key) {
        if session.subject == .recording, Keymap.action(key, on: .run) != nil {
            notify(RunSession.recordingRefusal)
        }
    }

    private mutating func perform(_ action: Action) -> [Effect] {
        switch action {
        case .pauseOrResume: return send(session.expectsHold ? .resume : .pause)
        case .advance(let count): return send(.advance(count))
        case .scale(let setting, let factor): return scale(setting, by: factor)
        case .ask(let setting): ask(for: setting)
        case .choose(let setting): openChoice(of: setting)
        case .tryMaxNorm(let isUpward): tryMaxNorm(isUpward: isUpward)
        case .undo: return undo()
        case .faster: return changePace(by: 2)
        case .slower: return changePace(by: 0.5)
        case .stop: if canSend(.stop) { question = .stop }
        case .checkpoint: return send(.checkpoint)
        case .rewind: if canSend(.rewind(to: 0)) { openChooser() }
        case .play(.askStep): prompt = Prompt(.step, name: "go to step")
        case .play(let play): self.play(play)
        case .output: showMoreOutput()
        case .scroll(let rows): scroll(by: rows)
        case .scrollToStart: scrollToStart()
        case .scrollToEnd: scrollToEnd()
        case .open: view.isEntryOpen = true
        case .showOnCharts(let position): showOnCharts(position)
        case .rewindBefore(let step): if canSend(.rewind(to: 0)) { openChooser(before: step) }
        case .silence(let alarm): view.silenced.formSymmetricDifference([alarm])
        case .changeResponse(let rule, let count): return changeResponse(to: rule, by: count)
        case .filterEvents(let count): view.eventGroup = view.eventGroup.advanced(by: count)
        case .show(let panel): view.showFull(PanelName(panel))
        case .showChart(let number): showChart(number)
        case .moveFocus(let count): view.moveFocus(by: count, among: focusable)
        case .full: if view.focus != nil { view.isFull = true }
        case .back: _ = view.leave()
        case .zoom(let factor): zoom(by: factor)
        case .wholeRun: (view.window, view.cursor) = (.whole, nil)
        case .pan(let share): pan(by: share)
        case .firstSteps: showFirstSteps()
        case .follow: follow()
        case .moveCursor(let count): moveCursor(by: count)
        case .moveToSpike(let isForward): moveToSpike(isForward: isForward)
        case .nextSmoothing: showNextSmoothing()
        case .nextScale: showNextScale()
        case .toggleRobust: toggleRobust()
        case .nextXAxis: view.xAxis = view.xAxis.next
        case .hide: hide()
        case .askFilter: prompt = Prompt(.filter, name: "charts", current: view.filter.isEmpty ? "all" : view.filter)
        case .nextClipWindow: showNextClipWindow()
        case .nextRun: showNextSession()
        case .help: help = 0
        case .story: toggleStory()
        case .export: return [.export]
        case .writeRecording: return writeRecording()
        case .nextTheme: return [.nextTheme]
        case .repaint: return [.repaint]
        case .quit: return quit()
        }
        return []
    }

    private mutating func writeRecording() -> [Effect] {
        guard let path = session.run?.process?.recording else { return [.writeRecording(session: focus)] }
        notify("this run is recorded to \(path)", .good)
        return []
    }

    /// - Parameter step: nil for the newest snapshot.
    private mutating func openChooser(before step: Int? = nil) {
        snapshotPicker = step.map { SnapshotPicker(state.snapshots, before: $0) } ?? SnapshotPicker(state.snapshots)
        holdChosen()
        if snapshotPicker == nil { notify("no snapshots yet") }
    }

    /// Quits, after a confirmation if a run of this program is training.
    private mutating func quit() -> [Effect] {
        let own = sessions.indices.first { sessions[$0].isLive && sessions[$0].leaving != .unaffected }
        guard let own, quitsAtEnd == nil else { return [.quit] }
        if sessions[own].state.phase == .complete { return stopAndQuit(own) }
        question = .quit(session: own, mayDetach: sessions[own].leaving == .stopsOrDetaches)
        return []
    }

    private mutating func answer(_ key: Key) -> [Effect] {
        // Any other key leaves things as they are.
        defer { question = nil }
        switch (question, key) {
        case (.stop, .character("y")), (.stop, .character("s")):
            return send(.stop)
        case (.change(let name, _, let value), .character("y")):
            return send(.set(name: name, value: .number(value)))
        case (.quit(let own, _), .character("s")), (.quit(let own, _), .character("y")):
            return stopAndQuit(own)
        case (.quit(_, true), .character("d")):
            return [.quit]
        case (.change(let name, _, _), _):
            notify("\(name) not applied")
            return []
        default:
            return []
        }
    }

    private mutating func stopAndQuit(_ own: Int) -> [Effect] {
        guard sessions[own].isLive else { return [.quit] }
        quitsAtEnd = own
        if sessions[own].state.phase == .stopping { return [] }
        if sessions[own].refusal(of: .stop) != nil { return [.stopProgram(session: own)] }
        return send(.stop, to: own)
    }

    private mutating func editPrompt(_ key: Key) -> [Effect] {
        guard let typed = prompt else { return [] }
        switch key {
        case .escape, .control("c"):
            prompt = nil
        case .enter: return finish(typed)
        case .up, .down: movePrompt(isUpward: key == .up)
        case .tab, .backTab: moveToCandidate(isUpward: key == .tab)
        default:
            _ = prompt?.edit(key)
        }
        return []
    }

    private mutating func choose(_ key: Key) -> [Effect] {
        defer { holdChosen() }
        switch key {
        case .enter:
            let chosen = snapshotPicker?.chosen(of: state.snapshots)
            snapshotPicker = nil
            return chosen.map { send(.rewind(to: $0.step)) } ?? []
        case .escape, .control("c"), .character("q"), .character("r"):
            snapshotPicker = nil
        default:
            let snapshots = state.snapshots
            _ = snapshotPicker?.move(key, among: snapshots)
        }
        return []
    }

    private mutating func finish(_ typed: Prompt) -> [Effect] {
        switch typed.purpose {
        case .filter:
            prompt = nil
            filterCharts(by: typed.trimmed)
            return []
        case .step:
            guard let step = Int(typed.trimmed), step >= 0 else {
                prompt?.complaint = "a step is a whole number"
                return []
            }
            prompt = nil
            play(.goTo(step: step))
            return []
        case .whatIf(let reason):
            prompt?.complaint = reason
            return []
        case .setting(let name):
            guard let value = typed.number else {
                prompt?.complaint = typed.text.isEmpty ? "type a number" : "'\(typed.text)' is not a number"
                return []
            }
            if let reason = state.setting(name)?.refusal(of: .number(value)) {
                prompt?.complaint = reason
                return []
            }
            prompt = nil
            if case .number(let before)? = session.expected(name),
                let question = Confirmation.about(name, from: before, to: value)
            {
                self.question = question
                return []
            }
            return send(.set(name: name, value: .number(value)))
        }
    }
}
