/// The kind of gradient clipping.
public enum Clip: String, CaseIterable, Sendable {
    /// The total norm is brought down to max_norm (`clip_grad_norm_`).
    case norm
    /// Each element is clamped to ±max_norm (`clip_grad_value_`).
    case value
    /// Gradients are measured, not changed.
    case none
}
