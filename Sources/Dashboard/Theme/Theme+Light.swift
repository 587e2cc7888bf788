extension Theme {
    /// For light backgrounds.
    static let light = Theme(
        .light,
        background: 0xffffff,
        selection: 0xcfe2ff,
        ansi: .light,
        colors: [
            .text: 0x1f2328, .faint: 0x656d76, .strong: 0x000000, .prompt: 0x000000, .selected: 0x1f2328,
            .frame: 0x98a1ad, .title: 0x0b4f9e, .key: 0x0550ae, .gaugeFull: 0x0b62c4, .gaugeEmpty: 0xb4bbc5,
            .loss: 0x0b62c4, .evaluation: 0x7d1fa0, .lr: 0x7a3fd1, .layer: 0x35659e,
            .gradNorm: 0x9a5a10, .clippedNorm: 0x0a7f78, .maxNorm: 0xc2185b, .whatIf: 0x3c50c8, .takenAway: 0xe8590c,
            .marker: 0xa626a4, .pending: 0x806000, .cursor: 0x3b424c, .band: 0x9fb3cc,
            .good: 0x1a7f37, .warning: 0xb54708, .bad: 0xcf222e,
            .heat0: 0xd7dfff, .heat1: 0xafb9e6, .heat2: 0x9f97d6, .heat3: 0xb57bbd,
            .heat4: 0xc9528f, .heat5: 0xc5315a, .heat6: 0x970f2e, .heat7: 0x5e0010,
            .run0: 0x0b62c4, .run1: 0xb85c00, .run2: 0x1a7f37, .run3: 0xc2185b,
            .run4: 0x7a3fd1, .run5: 0x7a6400,
        ]
    )
}
