/// The alarms of a run that are not over, and the changes to report.
struct ActiveAlarms: Sendable {
    /// True if the run's optimizer is scale-invariant; nil if the run does not say.
    var isScaleInvariant: Bool?
    /// The clipping of the latest steps.
    var clipping = ClipStreak()
    private(set) var active: [AlarmReport] = []
    /// Changes since the last `drainChanges()`.
    private(set) var changes: [AlarmReport] = []
    /// For each of `active` the count at which the next report is due. It doubles with each report.
    private var due: [Int] = []

    /// Raises the alarm of a rule, or continues it.
    ///
    /// - Parameters:
    ///   - since: the first step with the fault; nil for this step.
    ///   - count: steps, inspections or evaluations with the fault so far, for a new alarm.
    ///   - more: steps, inspections or evaluations with the fault since the last call, for an alarm that is active.
    mutating func raise(
        _ rule: AlarmRule,
        subject: String? = nil,
        since: Int? = nil,
        step: Int,
        count: Int = 1,
        more: Int = 1,
        value: Double,
        usual: Double? = nil
    ) {
        guard let index = index(of: rule) else {
            let report = AlarmReport(
                rule,
                subject: subject,
                since: since ?? step,
                step: step,
                count: count,
                value: value,
                usual: usual
            )
            active.append(report)
            due.append(2 * count)
            return changes.append(report)
        }
        active[index].step = step
        active[index].count += more
        active[index].include(value)
        guard active[index].count >= due[index] else { return }
        due[index] = 2 * active[index].count
        active[index].state = .lasting
        changes.append(active[index])
    }

    /// Ends the alarm of a rule, if it is active.
    ///
    /// - Parameters:
    ///   - last: the last step with the fault; nil if it has been reported.
    ///   - more: steps, inspections or evaluations with the fault that have not been counted.
    mutating func end(_ rule: AlarmRule, after last: Int? = nil, more: Int = 0) {
        guard let index = index(of: rule) else { return }
        if let last { active[index].step = last }
        active[index].count += more
        finish(at: index)
    }

    /// Reports an alarm that is raised and over at once.
    mutating func reportOnce(_ rule: AlarmRule, subject: String? = nil, step: Int, value: Double, usual: Double?) {
        var report = AlarmReport(rule, subject: subject, since: step, step: step, value: value, usual: usual)
        changes.append(report)
        report.state = .over
        changes.append(report)
    }

    /// The active alarm of a rule; nil if it has none. A rule has at most one.
    func active(_ rule: AlarmRule) -> AlarmReport? { index(of: rule).map { active[$0] } }

    /// Ends all alarms.
    mutating func endAll() { for index in active.indices.reversed() { finish(at: index) } }

    /// Removes and returns the changes, in order.
    mutating func drainChanges() -> [AlarmReport] {
        guard !changes.isEmpty else { return [] }
        defer { changes.removeAll() }
        return changes
    }

    private func index(of rule: AlarmRule) -> Int? {
        active.isEmpty ? nil : active.firstIndex { $0.rule == rule }
    }

    private mutating func finish(at index: Int) {
        due.remove(at: index)
        var report = active.remove(at: index)
        report.state = .over
        changes.append(report)
    }
}

extension AlarmReport {
    /// Keeps the worst value so far. NaN is worse than any other value.
    fileprivate mutating func include(_ next: Double) {
        switch rule.extreme {
        case .latest: value = next
        case .highest: if next.isNaN || next > value { value = next }
        case .lowest: if next.isNaN || next < value { value = next }
        }
    }
}
