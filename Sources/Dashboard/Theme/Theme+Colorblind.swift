extension Theme {
    /// After the palette of Okabe and Ito (https://jfly.uni-koeln.de/color/): what meets on one chart stays apart
    /// without red or green receptors, by lightness and along blue and yellow. The heat is cividis (Nuñez et al.
    /// 2018).
    static let colorblind = Theme(
        .colorblind,
        background: 0x15181e,
        selection: 0x2d4f7c,
        ansi: .dark,
        colors: [
            .text: 0xd4d7dd, .faint: 0x8b93a1, .strong: 0xffffff, .prompt: 0xffffff, .selected: 0xffffff,
            .frame: 0x566072, .title: 0x8cc4ea, .key: 0x56b4e9, .gaugeFull: 0x56b4e9, .gaugeEmpty: 0x444c5c,
            .loss: 0x45a5e0, .evaluation: 0xfff36b, .lr: 0xb9a7e8, .layer: 0x8cc4ea,
            .gradNorm: 0xe08e00, .clippedNorm: 0x00946c, .maxNorm: 0xf6c6e3, .whatIf: 0xffffff, .takenAway: 0xffcb66,
            .marker: 0xe0a6c8, .pending: 0xe0c060, .cursor: 0xc8ccd6, .band: 0x55657f,
            .good: 0x3fa0e8, .warning: 0xf0c040, .bad: 0xff6a2b,
            .heat0: 0x1f2f6b, .heat1: 0x3f4f87, .heat2: 0x67717f, .heat3: 0x7e8087,
            .heat4: 0x928f7d, .heat5: 0xb5a870, .heat6: 0xdac45a, .heat7: 0xfeea6b,
            .run0: 0x45a5e0, .run1: 0xe08e00, .run2: 0x00946c, .run3: 0xf6c6e3,
            .run4: 0xfff36b, .run5: 0xc4501a,
        ]
    )
}
