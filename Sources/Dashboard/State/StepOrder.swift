import Telemetry

/// Classifies each step by those before it. A step that does not follow them waits for the next one, which shows whether the
/// count went elsewhere or the step was wrong.
struct StepOrder: Equatable, Sendable {
    /// What a step turned out to be.
    enum Course: Equatable {
        case follows
        /// The number of the latest step once more, with numbers that had been missing in it.
        case completes
        /// The number of the latest step once more.
        case repeats
        /// It belongs between steps that came before it.
        case late
        /// From here on steps are computed again, as after a resume.
        case goesBack
        /// The count restarts.
        case restarts
        /// The count continues far away.
        case jumps
        /// Nothing before it or behind it goes with it.
        case stray
    }

    /// A gap up to here is never a leap.
    private static let plainGap = 1000
    /// The least number of steps looked back on to see whether one came before.
    private static let memory = 64

    /// The first and the latest step of the count.
    private var first = 0
    private var last: Int?
    /// From the step before to the latest one.
    private var gap = 1
    /// Steps covered so far, leaps left out.
    private var span = 0
    private var recent: [Int] = []
    private var held: StepRecord? { didSet { isHolding = held != nil } }
    /// Whether there is one; it is large, and asking it would copy it at every step.
    private var isHolding = false

    /// Whether a step follows those before it, as far as that can be seen at once.
    func isNext(_ step: Int) -> Bool {
        guard !isHolding else { return false }
        guard let last else { return true }
        return step > last && step - last <= widestGap
    }

    /// What would have to be passed for the charts to shrink to a tenth is a leap, unless steps come that far apart.
    private var widestGap: Int { max(Self.plainGap, 9 * span, 100 * gap) }

    /// How far apart steps are that follow each other.
    var stride: Int { zip(recent.dropFirst(), recent).map { $0 - $1 }.min() ?? gap }

    /// Accepts a step that `isNext`.
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

    /// Accepts steps as far as each `isNext`.
    ///
    /// - Returns: how many.
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
            // As many are left as if each had come alone.
            let left = Self.memory + (count - room) % Self.memory
            let old = recent.suffix(max(0, left - count))
            recent = unsafe old + records[..<count].suffix(left).lazy.map(\.step)
        }
        return count
    }

    /// Accepts any step, after a latest one that the charts have.
    ///
    /// - Returns: the records that are now known for what they are, in order.
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

    /// Says that no more steps come.
    mutating func finish() -> [(record: StepRecord, course: Course)] {
        defer { held = nil }
        return held.map { [($0, isLate($0.step) ? .late : .stray)] } ?? []
    }

    /// Says that the run has gone back to a step, which the next one follows.
    mutating func rewind(to step: Int) {
        guard last != nil else { return }
        last = step
        first = min(first, step + 1)
        recent.removeAll { $0 > step }
    }

    // MARK: Steps that wait

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

    /// What a step that did not follow is, once the next one has come; nil when that one does not go with it.
    private func course(of step: Int, before next: Int, _ last: Int) -> Course? {
        guard next > step else { return nil }
        if step > last {
            let (leap, after) = (step - last, next - step)
            guard after <= 10 * leap else { return nil }
            return leap <= 100 * after ? .follows : .jumps
        }
        // Which of the two the next one follows: whichever it is as far behind as steps are apart.
        if next > last, abs(next - last - stride) <= abs(next - step - stride) { return nil }
        return step <= first + stride ? .restarts : .goesBack
    }

    private func isLate(_ step: Int) -> Bool {
        guard let last, let oldest = recent.first else { return false }
        return step < last && step > oldest && !recent.contains(step)
    }
}

extension StepRecord {
    /// Whether it completes another record of its step, which has room for what it brings.
    fileprivate func mayComplete(_ other: StepRecord) -> Bool { other.extras.count < Bounds.series && completes(other) }
}
