/// An optimizer whose momentum a schedule may change between two steps.
public protocol MomentumOptimizer<Element>: Optimizer {
    /// The share of the past that stays at each step: SGD's and RMSprop's momentum, Adam's first beta. From 0 up to
    /// but not 1.
    var momentum: Double { get set }
}
