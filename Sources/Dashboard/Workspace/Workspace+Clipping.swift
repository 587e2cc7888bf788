import Telemetry

/// Keys that try another clipping. Nothing is sent before Enter.
extension Workspace {
    private static let threshold = "max_norm"

    /// The clipping that is being tried; nil if none is.
    var triedClip: TriedClip? {
        if let choice, choice.setting == "clip" {
            return TriedClip(kind: ClipStep.Kind(choice.chosen), maxNorm: state.threshold)
        }
        guard let prompt, prompt.setting == Self.threshold, let value = prompt.number, value >= 0 else { return nil }
        return TriedClip(kind: state.clipKind == .value ? .value : .norm, maxNorm: value)
    }

    /// Opens the prompt for max_norm and changes the value.
    mutating func tryMaxNorm(isUpward: Bool) {
        ask(for: Self.threshold)
        movePrompt(isUpward: isUpward)
    }

    /// Opens the prompt for a max_norm that cannot be set, to show its what-if.
    mutating func explore(because reason: String) {
        guard !state.clipping.recent.isEmpty else { return notify(reason) }
        let current = state.threshold.map(NumberFormat.setting)
        prompt = Prompt(.whatIf(reason: reason), name: "what if max_norm", current: current)
    }

    /// Multiplies the value being typed, or the current one, by 1.25 or its inverse.
    mutating func movePrompt(isUpward: Bool) {
        guard let setting = prompt?.setting else { return }
        let value = prompt?.number ?? number(setting)
        guard let value, value > 0, value.isFinite else {
            // Without a value to multiply, a candidate is used.
            return moveToCandidate(isUpward: isUpward)
        }
        let next = (isUpward ? value * 1.25 : value / 1.25).inThreeDigits
        if next > 0, next.isFinite { prompt?.replace(with: NumberFormat.setting(next)) }
    }

    /// Selects the next candidate.
    mutating func moveToCandidate(isUpward: Bool) {
        guard let prompt, prompt.setting == Self.threshold else { return }
        let facts = ClipFacts(state, window: view.clipWindow)
        let value = prompt.number ?? number(Self.threshold)
        guard let next = facts.candidates.next(after: value, isUpward: isUpward) else { return }
        self.prompt?.replace(with: NumberFormat.setting(next.maxNorm))
    }

    private func number(_ setting: String) -> Double? {
        if case .number(let value)? = session.expected(setting) { return value }
        return setting == Self.threshold ? state.threshold : nil
    }

    /// Selects the next window of clip statistics that applies.
    mutating func showNextClipWindow() {
        let windows = ClipWindow.allCases
        let index = windows.firstIndex(of: state.clipWindow(view.clipWindow)) ?? 0
        let order = (1...windows.count).map { windows[(index + $0) % windows.count] }
        view.clipWindow = order.first { state.clipWindow($0) == $0 } ?? .last200
    }

    // MARK: Choosing a word

    /// Opens the choice of a setting's words.
    mutating func openChoice(of name: String) {
        guard let setting = state.setting(name), case .word(let word)? = session.expected(name),
            let menu = ChoiceMenu(setting: name, choices: setting.choices, current: word)
        else { return notify(noSetting(name)) }
        if canSend(.set(name: name, value: .word(word))) { choice = menu }
    }

    mutating func choose(word key: Key) -> [Effect] {
        guard let menu = choice else { return [] }
        switch key {
        case .enter:
            choice = nil
            guard session.expected(menu.setting) != .word(menu.chosen) else { return [] }
            return send(.set(name: menu.setting, value: .word(menu.chosen)))
        case .escape, .control("c"): choice = nil
        default: _ = choice?.move(key)
        }
        return []
    }

    // MARK: Undoing

    /// Undoes the last change of a setting by this screen.
    mutating func undo() -> [Effect] {
        guard let change = session.history.changes.last else {
            notify("nothing to undo: no setting was changed from this screen")
            return []
        }
        guard canSend(.set(name: change.setting, value: change.from)) else { return [] }
        notify("undone: \(change.setting) is back to \(change.from.short)", .text)
        return undoLatestChange()
    }
}
