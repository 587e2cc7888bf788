/// Examples that can be copied into a batch in any order.
protocol ExampleRows<Element>: Sendable {
    associatedtype Element: Scalar

    var count: Int { get }

    /// Copies the rows at these indices into `batch`, replacing its content.
    func copy(_ rows: ArraySlice<Int>, into batch: inout Batch<Element>)
}
