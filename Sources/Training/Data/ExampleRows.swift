/// Examples of which any may be copied into a batch.
protocol ExampleRows<Element>: Sendable {
    associatedtype Element: Scalar

    var count: Int { get }

    /// Puts the rows at these places in place of what `batch` held.
    func copy(_ places: ArraySlice<Int>, into batch: inout Batch<Element>)
}
