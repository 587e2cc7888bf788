/// The window of the charts, in positions on the step axis.
enum StepWindow: Equatable, Sendable {
    /// The whole run.
    case whole
    /// A number of latest steps, following the run.
    case latest(Int)
    /// Fixed positions.
    case fixed(ClosedRange<Int>)

    /// The least number of steps.
    static let narrowest = 8

    var isWhole: Bool { self == .whole }

    /// The positions that it covers of a run from `first` to `latest`; nil for the whole run.
    func positions(first: Int, latest: Int) -> ClosedRange<Int>? {
        switch self {
        case .whole: nil
        case .latest(let count): max(first, latest - count + 1)...max(latest, first + 1)
        case .fixed(let positions): positions
        }
    }

    /// The window with `factor` times as many steps; `position` keeps its place on the screen. The whole run if the window
    /// would cover it.
    func zoomed(by factor: Double, around position: Int?, first: Int, latest: Int) -> StepWindow {
        let current = positions(first: first, latest: latest) ?? first...max(latest, first + 1)
        let count = Double(current.upperBound - current.lowerBound + 1)
        let wanted = max(Int((count * factor).rounded()), Self.narrowest)
        guard wanted < latest - first + 1 else { return .whole }
        guard let position else {
            return isFollowing || isWhole ? .latest(wanted) : around(current, wanted, first, latest)
        }
        let share = min(max(Double(position - current.lowerBound) / max(count - 1, 1), 0), 1)
        let lower = position - Int((share * Double(wanted - 1)).rounded())
        return .fixed(Self.shifted(lower...lower + wanted - 1, into: first...latest))
    }

    /// The window moved by a share of its width. At the latest step it follows the run.
    func panned(by share: Double, first: Int, latest: Int) -> StepWindow {
        guard let current = positions(first: first, latest: latest) else { return self }
        let count = current.upperBound - current.lowerBound + 1
        let room = Double(latest - first + count)
        let lower = current.lowerBound + Int(min(max(share * Double(count), -room), room).rounded(.awayFromZero))
        guard lower + count - 1 < latest else { return .latest(count) }
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...latest))
    }

    /// The window moved by the least distance so that it includes a position.
    func showing(_ position: Int, first: Int, latest: Int) -> StepWindow {
        guard let current = positions(first: first, latest: latest), !current.contains(position) else { return self }
        let count = current.upperBound - current.lowerBound + 1
        let lower = position < current.lowerBound ? position : position - count + 1
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...max(latest, first + count - 1)))
    }

    /// The window of `count` steps on either side of a position; the whole run if that has no more steps.
    static func around(_ position: Int, _ count: Int, first: Int, latest: Int) -> StepWindow {
        guard latest - first > 2 * count else { return .whole }
        return .fixed(shifted(position - count...position + count, into: first...latest))
    }

    var isFollowing: Bool { if case .latest = self { true } else { false } }

    private func around(_ current: ClosedRange<Int>, _ count: Int, _ first: Int, _ latest: Int) -> StepWindow {
        let lower = current.lowerBound + (current.upperBound - current.lowerBound + 1 - count) / 2
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...latest))
    }

    private static func shifted(_ positions: ClosedRange<Int>, into run: ClosedRange<Int>) -> ClosedRange<Int> {
        let count = positions.upperBound - positions.lowerBound
        let lower = min(max(positions.lowerBound, run.lowerBound), max(run.lowerBound, run.upperBound - count))
        return lower...lower + count
    }
}
