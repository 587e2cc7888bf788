extension Theme {
    /// For dark backgrounds.
    static let dark = Theme(
        .dark,
        background: 0x15181e,
        selection: 0x2d4f7c,
        ansi: .dark,
        colors: [
            .text: 0xd4d7dd, .faint: 0x8b93a1, .strong: 0xffffff, .prompt: 0xffffff, .selected: 0xffffff,
            .frame: 0x566072, .title: 0x7fb2f0, .key: 0x6cb6ff, .gaugeFull: 0x4aa8ff, .gaugeEmpty: 0x444c5c,
            .loss: 0x4aa8ff, .evaluation: 0xffd75f, .lr: 0xb48ef5, .layer: 0x8fb4dc,
            .gradNorm: 0xd98a3d, .clippedNorm: 0x20b2a6, .maxNorm: 0xff5fa2, .whatIf: 0xc9d4ff, .takenAway: 0xffc46b,
            .marker: 0xe583e5, .pending: 0xd7ba4a, .cursor: 0xc8ccd6, .band: 0x55657f,
            .good: 0x57c769, .warning: 0xff9a4d, .bad: 0xff5c57,
            .heat0: 0x2b2c5c, .heat1: 0x4d3f8f, .heat2: 0x7f4699, .heat3: 0xb34d86,
            .heat4: 0xe05c66, .heat5: 0xf6864e, .heat6: 0xfcb949, .heat7: 0xfbf29a,
            .run0: 0x4aa8ff, .run1: 0xff9f43, .run2: 0x5fd38d, .run3: 0xff6fae,
            .run4: 0xb794f6, .run5: 0xe6d35c,
        ]
    )
}
