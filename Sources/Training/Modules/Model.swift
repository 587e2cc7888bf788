/// A trainable model: it turns a batch into outputs.
///
/// Every `Module` is a model, for batches of numbers; a model of tokens need not be a `Module`.
public protocol Model<Element> {
    associatedtype Element: Scalar

    /// The weights in the order and under the names of torch.nn; the tensors are the model's own, so writing to
    /// them (`assign`) sets the model's weights. Empty for a model without weights. A shared tensor is listed once, under
    /// its first name, so that it is counted, clipped and updated once.
    var parameters: [NamedParameter<Element>] { get }

    /// State other than weights that the model keeps from one pass to the next. `torch.nn.Module.buffers`.
    var buffers: [NamedBuffer] { get }

    /// Aliases: a second torch.nn name, and the first name, of a shared tensor, such as a GPT's head. In declaration order.
    var ties: [(name: String, first: String)] { get }

    /// The modules within this model, each with the prefix of its weights and buffers. By default the properties that are
    /// modules, in their order and under their names; for an array of modules "blocks.0", "blocks.1", ….
    /// `torch.nn.Module.named_children`.
    var children: [(name: String, module: any Module<Element>)] { get }

    /// Sets the model, and the modules within it, to training or evaluation. `torch.nn.Module.train`, `eval`.
    func train(_ isTraining: Bool)

    /// Whether the model itself, apart from the modules within it, is in training mode, as last set by `train`. A module
    /// that behaves differently in evaluation returns its mode here, so that an evaluation can restore it.
    /// `torch.nn.Module.training`.
    var isTraining: Bool { get }

    /// The outputs for a batch.
    func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element>
}
