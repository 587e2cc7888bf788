/// An optimizer whose momentum a schedule may change between two steps.
public protocol MomentumOptimizer<Element>: Optimizer {
    /// The decay of the momentum: SGD's and RMSprop's momentum, Adam's first beta. From 0 to less than 1.
    var momentum: Double { get set }
}
