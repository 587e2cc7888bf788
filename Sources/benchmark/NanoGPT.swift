import Training

/// The CPU configuration of nanoGPT: 4 layers and 4 heads, width 128, sequences of 64 of 65 letters, no biases; the head's
/// weight is the letters' table.
struct NanoGPT {
    private struct Block {
        let norms: (LayerNorm<Float>, LayerNorm<Float>)
        let attention: CausalSelfAttention<Float>
        let wide: Linear<Float>
        let narrow: Linear<Float>

        init(_ generator: inout RandomGenerator) {
            norms = (LayerNorm(128, bias: false), LayerNorm(128, bias: false))
            attention = CausalSelfAttention(128, heads: 4, bias: false, using: &generator)
            wide = Linear(128, 512, bias: false, using: &generator)
            narrow = Linear(512, 128, bias: false, using: &generator)
        }

        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
            let x = input + attention(norms.0(input))
            return x + narrow(wide(norms.1(x)).gelu())
        }

        var parameters: [NamedParameter<Float>] {
            norms.0.parameters + attention.parameters + norms.1.parameters + wide.parameters + narrow.parameters
        }
    }

    private let letters: Embedding<Float>
    private let places: Embedding<Float>
    private let blocks: [Block]
    private let norm = LayerNorm<Float>(128, bias: false)

    init(_ generator: inout RandomGenerator) {
        letters = Embedding(65, 128, using: &generator)
        places = Embedding(64, 128, using: &generator)
        blocks = (0..<4).map { _ in Block(&generator) }
    }

    var parameters: [NamedParameter<Float>] {
        letters.parameters + places.parameters + blocks.flatMap(\.parameters) + norm.parameters
    }

    /// Logits of what comes after each letter, [letters, 65].
    func callAsFunction(_ text: [Int]) -> Tensor<Float> {
        let x = letters(text).reshape([-1, 64, 128]) + places(Array(0..<64))
        return linear(norm(blocks.reduce(x) { $1($0) }), letters.weight).reshape([-1, 65])
    }
}
