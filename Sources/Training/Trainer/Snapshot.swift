public import Telemetry

/// All of a run between two steps: what decides every later step, bit by bit.
public struct Snapshot: Sendable, Equatable {
    /// The last step computed.
    public var step: Int
    /// Weights and buffers, under the names of torch.nn.
    public var model: [String: SavedArray]
    /// Optimizer, schedule, data, evaluation and the model's generators.
    public var state: SavedState
    /// The clipping in force.
    public var clip: Clip
    public var maxNorm: Double
    /// The policy for steps that are not finite; nil in snapshots without one. The pace is not saved: it belongs to the viewer.
    public var nonFinite: NonFinitePolicy?

    /// A snapshot of given parts, as a file holds them.
    public init(
        step: Int,
        model: [String: SavedArray],
        state: SavedState,
        clip: Clip,
        maxNorm: Double,
        nonFinite: NonFinitePolicy? = nil
    ) {
        (self.step, self.model, self.state) = (step, model, state)
        (self.clip, self.maxNorm, self.nonFinite) = (clip, maxNorm, nonFinite)
    }

    /// Bytes of all numbers; a tensor of two names counts once for each.
    public var byteCount: Int { model.values.reduce(state.byteCount) { $0 + $1.bytes.count } }
}
