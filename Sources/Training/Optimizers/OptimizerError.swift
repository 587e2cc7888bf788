import Telemetry

/// A setting that an optimizer cannot be made with.
public enum OptimizerError: Error, Equatable, CustomStringConvertible {
    /// The setting is negative, NaN, or outside its range.
    case outOfRange(setting: String, value: Double, range: String)
    /// Nesterov's momentum needs a momentum above 0 and no dampening.
    case nesterovNeedsMomentum
    /// A parameter may be in one group only.
    case inTwoGroups(parameter: String)

    public var description: String {
        switch self {
        case .outOfRange(let setting, let value, let range): "\(setting) must be \(range) (got \(value))"
        case .nesterovNeedsMomentum: "nesterov needs a momentum above 0 and a dampening of 0"
        case .inTwoGroups(let parameter): "\(parameter) is in two parameter groups, and may be in one only"
        }
    }
}

func requireNotNegative(_ setting: String, _ value: Double) throws(OptimizerError) {
    guard value >= 0 else { throw .outOfRange(setting: setting, value: value, range: "0 or more") }
}

func requireLearningRate(_ value: Double) throws(OptimizerError) {
    try requireNotNegative("learning rate", value)
    guard NumberRange.learningRate.contains(value) else {
        throw .outOfRange(setting: "learning rate", value: value, range: "finite")
    }
}

func requireShare(_ setting: String, _ value: Double) throws(OptimizerError) {
    guard value >= 0, value < 1 else {
        throw .outOfRange(setting: setting, value: value, range: "from 0 up to but not 1")
    }
}
