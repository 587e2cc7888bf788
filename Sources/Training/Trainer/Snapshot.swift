public import Telemetry

/// The complete state of a run between two steps: it decides every later step, bit by bit.
public struct Snapshot: Sendable, Equatable {
    /// The last step computed.
    public var step: Int
    /// Weights and buffers, under the names of torch.nn.
    public var model: [String: SavedArray]
    /// Optimizer, schedule, data, evaluation and the model's generators.
    public var state: SavedState
    /// The settings in force, by name; a run that is restored keeps its own value of one that is not among them.
    public var settings: [String: SettingValue]

    /// A snapshot of given parts, as a file holds them.
    public init(step: Int, model: [String: SavedArray], state: SavedState, settings: [String: SettingValue]) {
        (self.step, self.model, self.state, self.settings) = (step, model, state, settings)
    }

    /// The size of all numbers in bytes; a tensor with two names counts twice.
    public var byteCount: Int { model.values.reduce(state.byteCount) { $0 + $1.bytes.count } }
}
