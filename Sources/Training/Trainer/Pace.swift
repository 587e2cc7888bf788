import Synchronization
import Telemetry

/// The most steps a second, which any thread may change while the run goes on.
public final class Pace: Sendable {
    private let value: Atomic<Double>

    /// - Parameter stepsPerSecond: 0 is as fast as it goes; what is not in `NumberRange.pace` counts as 0.
    public init(stepsPerSecond: Double = 0) {
        value = Atomic(Pace.cleaned(stepsPerSecond))
    }

    /// 0 is as fast as it goes.
    public var stepsPerSecond: Double {
        get { value.load(ordering: .relaxed) }
        set { value.store(Pace.cleaned(newValue), ordering: .relaxed) }
    }

    private static func cleaned(_ pace: Double) -> Double { NumberRange.pace.contains(pace) ? pace : 0 }
}
