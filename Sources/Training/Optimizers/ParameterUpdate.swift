/// One parameter in a step of an optimizer, with its group's settings.
struct ParameterUpdate<Element: Scalar> {
    /// The parameter's index in `GroupedOptimizer.parameters`.
    let index: Int
    let parameter: Tensor<Element>
    let gradient: Tensor<Element>
    let learningRate: Double
    let weightDecay: Double

    /// Elements of the parameter.
    var count: Int { parameter.count }

    /// Calls the closure, on several threads, for consecutive parts of the parameter: where a part begins, its length, and
    /// its numbers.
    @inline(__always)
    func share(
        _ body: (
            _ at: Int, _ count: Int, _ parameter: UnsafeMutablePointer<Element>, _ gradient: UnsafePointer<Element>
        ) -> Void
    ) {
        let (numbers, slopes) = unsafe (parameter.storage.pointer, gradient.storage.read)
        Threads.shareElements(count) { at, count in unsafe body(at, count, numbers + at, slopes + at) }
    }
}
