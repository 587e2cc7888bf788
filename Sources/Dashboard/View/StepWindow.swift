/// Which steps the charts show, by their places on the step axis.
enum StepWindow: Equatable, Sendable {
    /// All of them.
    case whole
    /// The latest ones, a fixed number, following the run.
    case latest(Int)
    /// These, whatever comes.
    case fixed(ClosedRange<Int>)

    /// Steps of the narrowest window.
    static let narrowest = 8

    var isWhole: Bool { self == .whole }

    /// The places it covers of a run from `first` to `latest`; nil for the whole run.
    func places(first: Int, latest: Int) -> ClosedRange<Int>? {
        switch self {
        case .whole: nil
        case .latest(let count): max(first, latest - count + 1)...max(latest, first + 1)
        case .fixed(let places): places
        }
    }

    /// The window with `factor` times as many steps, around a place that stays where it is on the screen; the whole run
    /// where that is gone.
    func zoomed(by factor: Double, around place: Int?, first: Int, latest: Int) -> StepWindow {
        let current = places(first: first, latest: latest) ?? first...max(latest, first + 1)
        let count = Double(current.upperBound - current.lowerBound + 1)
        let wanted = max(Int((count * factor).rounded()), Self.narrowest)
        guard wanted < latest - first + 1 else { return .whole }
        guard let place else {
            return isFollowing || isWhole ? .latest(wanted) : around(current, wanted, first, latest)
        }
        let share = min(max(Double(place - current.lowerBound) / max(count - 1, 1), 0), 1)
        let lower = place - Int((share * Double(wanted - 1)).rounded())
        return .fixed(Self.shifted(lower...lower + wanted - 1, into: first...latest))
    }

    /// The window moved by a share of its width; at the latest step it follows the run.
    func panned(by share: Double, first: Int, latest: Int) -> StepWindow {
        guard let current = places(first: first, latest: latest) else { return self }
        let count = current.upperBound - current.lowerBound + 1
        let room = Double(latest - first + count)
        let lower = current.lowerBound + Int(min(max(share * Double(count), -room), room).rounded(.awayFromZero))
        guard lower + count - 1 < latest else { return .latest(count) }
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...latest))
    }

    /// The window moved just so far that it holds a place.
    func showing(_ place: Int, first: Int, latest: Int) -> StepWindow {
        guard let current = places(first: first, latest: latest), !current.contains(place) else { return self }
        let count = current.upperBound - current.lowerBound + 1
        let lower = place < current.lowerBound ? place : place - count + 1
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...max(latest, first + count - 1)))
    }

    /// The window of a number of steps on either side of a place; the whole run where it has no more.
    static func around(_ place: Int, _ count: Int, first: Int, latest: Int) -> StepWindow {
        guard latest - first > 2 * count else { return .whole }
        return .fixed(shifted(place - count...place + count, into: first...latest))
    }

    var isFollowing: Bool { if case .latest = self { true } else { false } }

    private func around(_ current: ClosedRange<Int>, _ count: Int, _ first: Int, _ latest: Int) -> StepWindow {
        let lower = current.lowerBound + (current.upperBound - current.lowerBound + 1 - count) / 2
        return .fixed(Self.shifted(lower...lower + count - 1, into: first...latest))
    }

    private static func shifted(_ places: ClosedRange<Int>, into run: ClosedRange<Int>) -> ClosedRange<Int> {
        let count = places.upperBound - places.lowerBound
        let lower = min(max(places.lowerBound, run.lowerBound), max(run.lowerBound, run.upperBound - count))
        return lower...lower + count
    }
}
