extension Theme {
    /// White on black, and every text at seven to one or more (WCAG 2, level AAA).
    static let highContrast = Theme(
        .highContrast,
        background: 0x000000,
        selection: 0x0000af,
        ansi: .dark,
        colors: [
            .text: 0xffffff, .faint: 0xc8c8c8, .strong: 0xffffff, .prompt: 0xffffff, .selected: 0xffffff,
            .frame: 0x9a9a9a, .title: 0x9ad1ff, .key: 0x6fd0ff, .gaugeFull: 0x5cc8ff, .gaugeEmpty: 0x7a7a7a,
            .loss: 0x5cc8ff, .evaluation: 0xffff00, .lr: 0xd0a8ff, .layer: 0x9ad1ff,
            .gradNorm: 0xff9f1a, .clippedNorm: 0x00ffd0, .maxNorm: 0xff85c8, .whatIf: 0xfff59a, .takenAway: 0xffd9a0,
            .marker: 0xff8cff, .pending: 0xffd84d, .cursor: 0xffffff, .band: 0x8a8a8a,
            .good: 0x4dff4d, .warning: 0xffb84d, .bad: 0xff7b7b,
            .heat0: 0x3a3a8a, .heat1: 0x5a4ac0, .heat2: 0x8f55d8, .heat3: 0xd060d0,
            .heat4: 0xff7fa0, .heat5: 0xffa860, .heat6: 0xffd94d, .heat7: 0xffffff,
            .run0: 0x5cc8ff, .run1: 0xffa500, .run2: 0x4dff88, .run3: 0xff85c8,
            .run4: 0xd0a8ff, .run5: 0xffff66,
        ]
    )
}
