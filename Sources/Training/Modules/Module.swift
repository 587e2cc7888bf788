/// A tensor with the name it has in its module ("weight", "0.bias", "1.weight_hh_l0"), as torch.nn names it.
public struct NamedParameter<Element: Scalar> {
    /// Its path in the module.
    public let name: String
    /// The module's own tensor, not a copy.
    public let tensor: Tensor<Element>

    /// Gives a tensor a name.
    public init(_ name: String, _ tensor: Tensor<Element>) {
        self.name = name
        self.tensor = tensor
    }
}

/// Something with weights that can be trained: it turns a batch into outputs.
///
/// Every `Module` is one, for batches of numbers; what reads tokens is one without being a `Module`.
public protocol Model<Element> {
    associatedtype Element: Scalar

    /// The weights in the order and under the names of torch.nn; the tensors are the model's own, so writing to
    /// them (`assign`) sets the model's weights. Empty for one without weights. A tensor that two parts share is
    /// there once, under its first name, so that it is counted, clipped and updated once.
    var parameters: [NamedParameter<Element>] { get }

    /// State other than weights that the model keeps from one pass to the next. `torch.nn.Module.buffers`.
    var buffers: [NamedBuffer] { get }

    /// Names that torch.nn has for tensors which are there under another name already, and these names: the head of a
    /// GPT for its table. In declaration order.
    var ties: [(name: String, first: String)] { get }

    /// The modules within this model, each with the name that comes before the names of its weights and buffers.
    /// `torch.nn.Module.named_children`.
    var children: [(name: String, module: any Module<Element>)] { get }

    /// Sets the model, and the modules within it, to training or evaluation. `torch.nn.Module.train`, `eval`.
    func train(_ isTraining: Bool)

    /// Whether the model itself, apart from the modules within it, is being trained: what `train` said last. A module that
    /// behaves differently in training and in evaluation returns its mode here, so that an evaluation can restore it.
    /// `torch.nn.Module.training`.
    var isTraining: Bool { get }

    /// The outputs for what a batch holds.
    func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element>
}

/// A model that turns one tensor into another. `torch.nn.Module`.
public protocol Module<Element>: Model {
    /// The forward pass.
    func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element>
}

extension Module {
    /// The forward pass on the batch's inputs.
    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> { self(batch.inputTensor) }
}

extension Model {
    /// The parameters of `children` by default.
    public var parameters: [NamedParameter<Element>] {
        let all = children.flatMap { child in
            child.module.parameters.map { NamedParameter("\(child.name).\($0.name)", $0.tensor) }
        }
        return withoutRepeats(all)
    }

    /// The buffers of `children` by default.
    public var buffers: [NamedBuffer] {
        children.flatMap { child in child.module.buffers.map { $0.within(child.name) } }
    }

    /// By default the ties of `children`, and those between them.
    public var ties: [(name: String, first: String)] {
        var ties: [(name: String, first: String)] = []
        var firsts: [ObjectIdentifier: String] = [:]
        for child in children {
            var known: [String: String] = [:]
            for parameter in child.module.parameters {
                let (name, tensor) = ("\(child.name).\(parameter.name)", ObjectIdentifier(parameter.tensor))
                known[parameter.name] = firsts[tensor] ?? name
                if let first = firsts[tensor] { ties.append((name, first)) } else { firsts[tensor] = name }
            }
            for tie in child.module.ties {
                ties.append(("\(child.name).\(tie.name)", known[tie.first] ?? "\(child.name).\(tie.first)"))
            }
        }
        return ties
    }

    /// None by default.
    public var children: [(name: String, module: any Module<Element>)] { [] }

    /// Forwards to `children` by default.
    public func train(_ isTraining: Bool) { for child in children { child.module.train(isTraining) } }

    /// True by default: the model behaves the same in training and in evaluation.
    public var isTraining: Bool { true }

    /// Freezes all weights, or lets them be trained again. `torch.nn.Module.requires_grad_`.
    ///
    /// A frozen parameter gets no gradient, so that it is not clipped, updated or decayed; a gradient it has is forgotten. It
    /// stays among `parameters` and in `stateDict`. The same for one tensor: `weight.requiresGrad = false`.
    public func requiresGrad(_ isRequired: Bool) {
        for parameter in parameters { parameter.tensor.requiresGrad = isRequired }
    }

    /// How many numbers training may change: those of parameters that are not frozen.
    public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.tensor.requiresGrad ? $1.tensor.count : 0) } }

    /// Sets weights by name, each in row-major order. `torch.nn.Module.load_state_dict` with `strict=False`:
    /// names not given stay as they are; a name the model does not have, or a wrong count, traps.
    public func load(_ weights: [String: [Element]]) {
        let known = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.tensor) })
        for (name, values) in weights {
            guard let tensor = known[name] else {
                usageError("load: there is no parameter \(name) (there are: \(parameters.map(\.name)))")
            }
            tensor.assign(values)
        }
    }
}

/// Each tensor once, under its first name.
func withoutRepeats<Element>(_ parameters: [NamedParameter<Element>]) -> [NamedParameter<Element>] {
    var seen: Set<ObjectIdentifier> = []
    return parameters.filter { seen.insert(ObjectIdentifier($0.tensor)).inserted }
}
