import CKernels

extension Tensor {
    /// Applies a function of one number to each element.
    @specialized(where Element == Float)
    private func map(_ name: StaticString, _ operation: ck_unary, parameter: Element = 0) -> Tensor {
        let (input, count) = (storage, count)
        let output = Storage<Element>(count: count)
        let compute = { unsafe Kernels.map(operation, input.read, output.pointer, parameter, count) }
        compute()
        return Tensor.result(name, output, shape, [self], again: compute) { gradient, inputs in
            unsafe inputs[0].passGradient(gradient) { slot, adds in
                unsafe Kernels.mapGradient(
                    operation,
                    input.read,
                    output.read,
                    gradient.read,
                    slot,
                    parameter,
                    count,
                    adds
                )
            }
        }
    }

    /// Adds the closure's function of `gradient` to the gradient, in the memory of `gradient` itself when there is none yet.
    private func passGradient(
        _ gradient: Storage<Element>,
        _ body: (_ slot: UnsafeMutablePointer<Element>, _ adds: Bool) -> Void
    ) {
        if (node == nil ? grad?.storage : pending) == nil {
            unsafe body(gradient.pointer, false)
            acceptGradient(gradient)
        } else {
            unsafe addGradient(body)
        }
    }

    /// e to the x, element by element; 0 at −∞. `torch.exp`.
    public func exp() -> Tensor { map("exp", CK_EXP) }

    /// The natural logarithm, element by element; −∞ at 0 and NaN below. `torch.log`.
    public func log() -> Tensor { map("log", CK_LOG) }

    /// The square root, element by element; NaN below 0, and an infinite gradient at 0. `torch.sqrt`.
    public func sqrt() -> Tensor { map("sqrt", CK_SQRT) }

    /// x to the power of one exponent, element by element; NaN for a negative x under a fraction. `torch.pow`.
    public func pow(_ exponent: Element) -> Tensor { map("pow", CK_POWER, parameter: exponent) }

    /// The hyperbolic tangent, element by element, in (−1, 1). `torch.tanh`.
    public func tanh() -> Tensor { map("tanh", CK_TANH) }

    /// 1 / (1 + e^−x), element by element, in (0, 1). `torch.sigmoid`.
    public func sigmoid() -> Tensor { map("sigmoid", CK_SIGMOID) }

    /// The larger of x and 0; its gradient at 0 is 0, and NaN stays NaN. `torch.relu`.
    public func relu() -> Tensor { map("relu", CK_RELU) }

    /// x times the share of the normal distribution below x, exact (no tanh). `torch.nn.functional.gelu`.
    public func gelu() -> Tensor { map("gelu", CK_GELU) }

    /// x · sigmoid(x). `torch.nn.functional.silu`.
    public func silu() -> Tensor { map("silu", CK_SILU) }

    /// x above 0, alpha·(e^x − 1) below; its gradient at 0 is alpha. `torch.nn.functional.elu`.
    public func elu(alpha: Element = 1) -> Tensor { map("elu", CK_ELU, parameter: alpha) }

    /// x above 0, slope·x below; its gradient at 0 is the slope. `torch.nn.functional.leaky_relu`.
    public func leakyReLU(slope: Element = 0.01) -> Tensor { map("leakyReLU", CK_LEAKY_RELU, parameter: slope) }

    /// An ELU with the two constants that keep a signal's mean and variance. `torch.nn.functional.selu`.
    public func selu() -> Tensor { map("selu", CK_SELU) }

    /// log(1 + e^x), and x itself beyond 20. `torch.nn.functional.softplus`.
    public func softplus() -> Tensor { map("softplus", CK_SOFTPLUS) }

    /// x clamped to −1...1; its gradient at both ends is 0. `torch.nn.functional.hardtanh`.
    public func hardtanh() -> Tensor { map("hardtanh", CK_HARDTANH) }

    /// −x.
    public static prefix func - (tensor: Tensor) -> Tensor { tensor.map("neg", CK_NEGATE) }

    /// Adds a number to each element.
    public static func + (left: Tensor, right: Element) -> Tensor { left.map("add", CK_OFFSET, parameter: right) }

    /// Adds a number to each element.
    public static func + (left: Element, right: Tensor) -> Tensor { right + left }

    /// Subtracts a number from each element.
    public static func - (left: Tensor, right: Element) -> Tensor { left + -right }

    /// Subtracts each element from a number.
    public static func - (left: Element, right: Tensor) -> Tensor { -right + left }

    /// Multiplies each element by a number.
    public static func * (left: Tensor, right: Element) -> Tensor {
        left.map("mul", CK_SCALE, parameter: right)
    }

    /// Multiplies each element by a number.
    public static func * (left: Element, right: Tensor) -> Tensor { right * left }

    /// Divides each element by a number; division by 0 gives ±∞ or NaN.
    public static func / (left: Tensor, right: Element) -> Tensor { left / Tensor(right) }

    /// Divides a number by each element; division by 0 gives ±∞ or NaN.
    public static func / (left: Element, right: Tensor) -> Tensor { Tensor(left) / right }
}
