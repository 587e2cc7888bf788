/// One block of a GPT: [batch, time, width] → the same.
struct GPTBlock<Element: Scalar>: Module {
    let attentionNorm: LayerNorm<Element>
    let attention: CausalSelfAttention<Element>
    let attentionDropout: Dropout<Element>
    let norm: LayerNorm<Element>
    let wide: Linear<Element>
    let narrow: Linear<Element>
    let dropout: Dropout<Element>

    var children: [(name: String, module: any Module<Element>)] {
        let joined = Linear(weight: attention.inputWeight, bias: attention.inputBias)
        return [("ln_1", attentionNorm), ("attn.c_attn", joined), ("attn.c_proj", attention.output)]
            + attention.children.map { ("attn.attn_\($0.name)", $0.module) }
            + [
                ("attn.resid_dropout", attentionDropout), ("ln_2", norm), ("mlp.c_fc", wide), ("mlp.c_proj", narrow),
                ("mlp.dropout", dropout),
            ]
    }

    func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let x = input + attentionDropout(attention(attentionNorm(input)))
        return x + dropout(narrow(wide(norm(x)).gelu()))
    }
}
