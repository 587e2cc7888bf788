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

    /// The modules within this model, each with the name that precedes those of its weights and buffers. By default the
    /// properties that are modules, in their order and under their names; of an array of modules "blocks.0", "blocks.1", ….
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
