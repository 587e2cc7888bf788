extension Init {
    /// The initialization of Le, Jaitly and Hinton (A simple way to initialize recurrent networks of rectified linear units,
    /// 2015; arXiv 1504.00941): recurrent weights [hidden, hidden] of `diagonal` on the diagonal and 0 elsewhere, input and
    /// output weights normal with deviation 0.001, biases 0. Of several layers it initializes the first.
    public static func identity<Element: Scalar>(
        _ recurrent: RNN<Element>,
        output: Linear<Element>,
        diagonal: Double = 1,
        using generator: inout RandomGenerator
    ) {
        let first = recurrent.layers[0]
        normal(first.input, deviation: 0.001, using: &generator)
        normal(output.weight, deviation: 0.001, using: &generator)
        unsafe first.recurrent.withMutableValues { values in
            for place in values.indices {
                unsafe values[place] = place % (first.hidden + 1) == 0 ? Element(diagonal) : 0
            }
        }
        for bias in first.biases + [output.bias].compactMap({ $0 }) { constant(bias, 0) }
    }
}
