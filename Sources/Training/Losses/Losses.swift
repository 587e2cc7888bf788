/// Loss functions, PyTorch's under its names. `torch.nn.functional`.
///
///     let loss = Losses.crossEntropy(model(inputs), classes)
///
/// The outputs of a model come first, the targets second.
public enum Losses {}
