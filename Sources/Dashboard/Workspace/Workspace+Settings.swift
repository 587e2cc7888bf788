import Telemetry

/// Keys that change a setting. Each sends a command; the screen shows values that the run has confirmed.
extension Workspace {
    mutating func scale(_ name: String, by factor: Double) -> [Effect] {
        guard case .number(let value)? = session.expected(name) else {
            notify(noSetting(name))
            return []
        }
        let cure = Keymap.name(of: .ask(for: name)).map { "; press \($0)" } ?? ""
        guard value != 0, value.isFinite else {
            notify("\(name) is \(NumberFormat.setting(value)), scaling has no effect\(cure)")
            return []
        }
        let next = Self.cleaned(value * factor)
        guard next != 0, next.isFinite else {
            notify("\(name) \(NumberFormat.setting(value)) cannot be scaled any further\(cure)")
            return []
        }
        return send(.set(name: name, value: .number(next)))
    }

    /// A value rounded to nine digits if that only removes a rounding error, so that equally many steps up and down lead back.
    private static func cleaned(_ value: Double) -> Double {
        guard let short = Double(NumberFormat.precise(value)), abs(short - value) <= abs(value) * 1e-12 else {
            return value
        }
        return short
    }

    mutating func ask(for name: String) {
        let setting = state.setting(name)
        let refusal = setting.map { self.refusal(of: .set(name: name, value: $0.value)) } ?? noSetting(name)
        if let refusal { return name == "max_norm" ? explore(because: refusal) : notify(refusal) }
        guard let setting else { return }
        prompt = Prompt(.setting(name), name: name, current: setting.value.short)
    }

    func noSetting(_ name: String) -> String { "this run has no setting \(name)" }

    /// A pace above this limits nothing in practice.
    private static let fastestPace = 5000.0
    private static let slowestPace = 0.25
    private static let pace = "pace"

    mutating func changePace(by factor: Double) -> [Effect] {
        guard case .number(let pace)? = session.expected(Self.pace) else {
            notify("the pace of this run cannot be changed")
            return []
        }
        var next = (pace == 0 ? (factor < 1 ? 2 * Self.fastestPace : 0) : pace) * factor
        if next > Self.fastestPace { next = 0 }
        if next > 0 { next = max(next, Self.slowestPace) }
        return send(.set(name: Self.pace, value: .number(next)))
    }
}
