public import Telemetry

/// A run's name, length, clipping, evaluation and failure policy.
public struct RunPlan: Sendable {
    /// The run's name, as its first event reports it.
    public var name: String
    /// Optimizer steps, 1 or more.
    public var steps: Int
    /// Steps between evaluations, 1 or more; the last step is always evaluated.
    public var evaluateEvery: Int
    /// Steps between two detailed records, with layers, dead units and the update ratio; 1 or more.
    public var inspectEvery: Int
    /// Batches whose gradients are accumulated for one step, 1 or more; the last step of an epoch may have fewer.
    public var accumulate: Int
    /// The kind of clipping.
    public var clip: Clip
    /// The threshold of norm and of value clipping; not negative.
    public var maxNorm: Double
    /// The p of the norm, above 0; infinity for the largest element.
    public var normType: Double
    /// The response to a loss or a gradient norm that is not finite.
    public var nonFinite: NonFinitePolicy
    /// The highest rate in steps per second; 0 for no limit.
    public var pace: Double
    /// The treatment of subnormal numbers in steps and evaluations; nil flushes them in Float and keeps them
    /// in Double.
    public var subnormals: Subnormals?
    /// The share of the past in a running mean of the loss; nil keeps none.
    public var lossAverage: Double?
    /// The optimizer's kind as the run reports it ("sgd", "adam", "adamw").
    public var optimizer: String?
    /// The story of the run for its viewer, if any.
    public var story: Story?
    /// Snapshots that the run may be rewound to; nil for none.
    public var snapshots: SnapshotPlan?
    /// Checkpoints on disk; nil for none.
    public var checkpoints: CheckpointPlan?

    public init(
        name: String,
        steps: Int,
        evaluateEvery: Int = 100,
        inspectEvery: Int = 10,
        accumulate: Int = 1,
        clip: Clip = .none,
        maxNorm: Double = 1,
        normType: Double = 2,
        nonFinite: NonFinitePolicy = .pause,
        pace: Double = 0,
        subnormals: Subnormals? = nil,
        lossAverage: Double? = nil,
        optimizer: String? = nil,
        story: Story? = nil,
        snapshots: SnapshotPlan? = nil,
        checkpoints: CheckpointPlan? = nil
    ) {
        require(steps >= 1 && evaluateEvery >= 1 && inspectEvery >= 1, "a run counts steps from 1")
        require(accumulate >= 1, "a step takes 1 batch or more")
        if let refusal = NumberRange.maxNorm.refusal(of: maxNorm) { usageError("RunPlan: maxNorm \(refusal)") }
        if let refusal = NumberRange.pace.refusal(of: pace) { usageError("RunPlan: pace \(refusal)") }
        if let refusal = NumberRange.normType.refusal(of: normType) { usageError("RunPlan: normType \(refusal)") }
        (self.name, self.optimizer, self.story) = (name, optimizer, story)
        (self.steps, self.evaluateEvery, self.inspectEvery) = (steps, evaluateEvery, inspectEvery)
        (self.accumulate, self.lossAverage) = (accumulate, lossAverage)
        (self.clip, self.maxNorm, self.normType) = (clip, maxNorm, normType)
        (self.nonFinite, self.pace, self.subnormals) = (nonFinite, pace, subnormals)
        (self.snapshots, self.checkpoints) = (snapshots, checkpoints)
    }

    /// Optimizer steps in a pass over the data.
    public func stepsPerEpoch(batchesPerEpoch: Int) -> Int {
        Self.stepsPerEpoch(batchesPerEpoch: batchesPerEpoch, accumulate: accumulate)
    }

    /// Optimizer steps in a pass over the data. A step takes `accumulate` batches, and never reaches over the end of an epoch.
    public static func stepsPerEpoch(batchesPerEpoch: Int, accumulate: Int) -> Int {
        (batchesPerEpoch + accumulate - 1) / accumulate
    }

    /// The first batch of a step, both counted from 1.
    ///
    /// - Parameters:
    ///   - step: the step.
    ///   - batchesPerEpoch: nil for data without epochs.
    ///   - accumulate: batches whose gradients make one step.
    public static func firstBatch(ofStep step: Int, batchesPerEpoch: Int?, accumulate: Int) -> Int {
        guard let batchesPerEpoch else { return (step - 1) * accumulate + 1 }
        let steps = stepsPerEpoch(batchesPerEpoch: batchesPerEpoch, accumulate: accumulate)
        let (epoch, place) = (step - 1).quotientAndRemainder(dividingBy: steps)
        return epoch * batchesPerEpoch + place * accumulate + 1
    }
}
