/// The alarms of a run that are not over, and the changes to report.
struct AlarmBook: Sendable {
    /// As the run has declared its optimizer; nil where it has not.
    var isScaleInvariant: Bool?
    /// What clipping did to the latest steps.
    var clipping = ClipStreak()
    private(set) var active: [AlarmReport] = []
    /// Changes since the last time they were fetched.
    private(set) var changes: [AlarmReport] = []
    /// The counts of `active` at which the next report is due: a long streak is reported ever more seldom.
    private var due: [Int] = []

    /// Finds that something is wrong, for the first time or once more.
    ///
    /// - Parameters:
    ///   - since: the first step at which it was so; nil for this step.
    ///   - count: steps, looks or evaluations that have found it so far, where this is the first time.
    ///   - more: those since the last time.
    mutating func hold(
        _ rule: AlarmRule,
        subject: String? = nil,
        since: Int? = nil,
        step: Int,
        count: Int = 1,
        more: Int = 1,
        value: Double,
        usual: Double? = nil
    ) {
        guard let place = place(of: rule) else {
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
        active[place].step = step
        active[place].count += more
        active[place].include(value)
        guard active[place].count >= due[place] else { return }
        due[place] = 2 * active[place].count
        active[place].state = .lasting
        changes.append(active[place])
    }

    /// Finds that all is well again.
    ///
    /// - Parameters:
    ///   - last: the last step at which it was not; nil where that has been said.
    ///   - more: steps, looks or evaluations until then that have not been counted.
    mutating func end(_ rule: AlarmRule, after last: Int? = nil, more: Int = 0) {
        guard let place = place(of: rule) else { return }
        if let last { active[place].step = last }
        active[place].count += more
        finish(at: place)
    }

    /// Reports something that happened once and does not last.
    mutating func note(_ rule: AlarmRule, subject: String? = nil, step: Int, value: Double, usual: Double?) {
        var report = AlarmReport(rule, subject: subject, since: step, step: step, value: value, usual: usual)
        changes.append(report)
        report.state = .over
        changes.append(report)
    }

    /// The alarm of a rule that is not over. A rule has one at a time.
    func active(_ rule: AlarmRule) -> AlarmReport? { place(of: rule).map { active[$0] } }

    /// Ends all of them.
    mutating func endAll() { for place in active.indices.reversed() { finish(at: place) } }

    /// The changes since the last call, in their order.
    mutating func drainChanges() -> [AlarmReport] {
        guard !changes.isEmpty else { return [] }
        defer { changes.removeAll() }
        return changes
    }

    private func place(of rule: AlarmRule) -> Int? {
        active.isEmpty ? nil : active.firstIndex { $0.rule == rule }
    }

    private mutating func finish(at place: Int) {
        due.remove(at: place)
        var report = active.remove(at: place)
        report.state = .over
        changes.append(report)
    }
}

extension AlarmReport {
    /// Keeps the worst of the values so far; one that is NaN is worse than any other.
    fileprivate mutating func include(_ next: Double) {
        switch rule.extreme {
        case .latest: value = next
        case .highest: if next.isNaN || next > value { value = next }
        case .lowest: if next.isNaN || next < value { value = next }
        }
    }
}
