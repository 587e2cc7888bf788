import Telemetry

/// Classifies each step by the preceding ones. A step that does not follow them waits for the next one, which shows whether
/// the count has changed or the step was wrong.
struct StepOrder: Equatable, Sendable {
    /// The classification of a step.
    enum Course: Equatable {
        case follows
        /// It repeats the latest step, with numbers that were missing.
        case completes
        /// It repeats the latest step.
        case repeats
        /// It belongs between earlier steps.
        case late
        /// Steps are computed again from here, as after a resume.
        case goesBack
        /// The count restarts.
        case restarts
        /// The count continues far away.
        case jumps
        /// It does not fit to the steps before and after it.
        case stray
    }

    /// The largest gap that is never a jump.
    private static let plainGap = 1000
    /// The least number of recent steps kept, to recognize late ones.
    private static let memory = 64

    /// The first step of the count.
    private var first = 0
    private var last: Int?
    /// The distance of the latest two steps.
    private var gap = 1
    /// The steps covered so far, without jumps.
    private var span = 0
    private var recent: [Int] = []
    private var held: StepRecord? { didSet { isHolding = held != nil } }
    /// True if `held` is not nil; testing the large record itself would copy it at every step.
    private var isHolding = false

    /// True if a step follows the preceding ones without doubt.
    func isNext(_ step: Int) -> Bool {
        guard !isHolding else { return false }
        guard let last else { return true }
        return step > last && step - last <= widestGap
    }

    /// The largest gap that is not a jump: a jump would shrink the charts to a tenth, unless steps are usually that far apart.
    private var widestGap: Int { max(Self.plainGap, 9 * span, 100 * gap) }

    /// The usual distance of consecutive steps.
    var stride: Int { zip(recent.dropFirst(), recent).map { $0 - $1 }.min() ?? gap }

    /// Accepts a step for which `isNext` is true.
    mutating func follow(_ step: Int) {
        advance(to: step)
        recent.append(step)
        if recent.count == 2 * Self.memory { recent.removeFirst(Self.memory) }
    }

    private mutating func advance(to step: Int) {
        if let last {
            gap = step - last
            span = min(span + gap, 1 << 54)
        } else {
            first = step
        }
        last = step
    }

    /// Accepts the leading steps for which `isNext` is true.
    ///
    /// - Returns: the number of steps accepted.
    mutating func follow(_ records: UnsafeBufferPointer<StepRecord>) -> Int {
        var count = 0
        while count < records.count, unsafe isNext(records[count].step) {
            unsafe advance(to: records[count].step)
            count += 1
        }
        let room = 2 * Self.memory - recent.count
        if count < room {
            unsafe recent += records[..<count].lazy.map(\.step)
        } else {
            // The same number is kept as after single calls.
            let left = Self.memory + (count - room) % Self.memory
            let old = recent.suffix(max(0, left - count))
            recent = unsafe old + records[..<count].suffix(left).lazy.map(\.step)
        }
        return count
    }

    /// Adds any step.
    ///
    /// - Parameter latest: the latest step on the charts.
    /// - Returns: the records that are classified now, in order.
    mutating func insert(_ record: StepRecord, after latest: StepRecord?) -> [(record: StepRecord, course: Course)] {
        if isNext(record.step) {
            follow(record.step)
            return [(record, .follows)]
        }
        if let waiting = held {
            held = nil
            return settle(waiting, by: record, after: latest)
        }
        if record.step == last {
            return [(record, latest.map { record.mayComplete($0) } ?? false ? .completes : .repeats)]
        }
        held = record
        return []
    }

    /// Classifies the waiting step, since no more steps come.
    mutating func finish() -> [(record: StepRecord, course: Course)] {
        defer { held = nil }
        return held.map { [($0, isLate($0.step) ? .late : .stray)] } ?? []
    }

    /// Continues the count after a step, as after a rewind.
    mutating func rewind(to step: Int) {
        guard last != nil else { return }
        last = step
        first = min(first, step + 1)
        recent.removeAll { $0 > step }
    }

    // MARK: Waiting steps

    private mutating func settle(
        _ waiting: StepRecord,
        by record: StepRecord,
        after latest: StepRecord?
    ) -> [(record: StepRecord, course: Course)] {
        if record.step == waiting.step {
            let completes = record.mayComplete(waiting)
            held = completes ? waiting.completed(by: record) : waiting
            return completes ? [] : [(record, .repeats)]
        }
        guard let last, let course = course(of: waiting.step, before: record.step, last) else {
            return [(waiting, isLate(waiting.step) ? .late : .stray)] + insert(record, after: latest)
        }
        if course == .follows {
            follow(waiting.step)
        } else {
            (self.last, first) = (waiting.step, course == .goesBack ? first : waiting.step)
            recent = course == .goesBack ? recent.filter { $0 < waiting.step } : []
            recent.append(waiting.step)
        }
        return [(waiting, course)] + insert(record, after: waiting)
    }

    /// The classification of a waiting step by the next one; nil if that does not follow it.
    private func course(of step: Int, before next: Int, _ last: Int) -> Course? {
        guard next > step else { return nil }
        if step > last {
            let (leap, after) = (step - last, next - step)
            guard after <= 10 * leap else { return nil }
            return leap <= 100 * after ? .follows : .jumps
        }
        // The next step follows whichever of the two is nearer to the usual distance before it.
        if next > last, abs(next - last - stride) <= abs(next - step - stride) { return nil }
        return step <= first + stride ? .restarts : .goesBack
    }

    private func isLate(_ step: Int) -> Bool {
        guard let last, let oldest = recent.first else { return false }
        return step < last && step > oldest && !recent.contains(step)
    }
}

extension StepRecord {
    /// True if it completes another record of its step, which has room for its extras.
    fileprivate func mayComplete(_ other: StepRecord) -> Bool { other.extras.count < Bounds.series && completes(other) }
}
