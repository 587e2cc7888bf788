/// The colors of the themes as 0xRRGGBB: a row per role, a column per theme, in the order of `ThemeName`.
enum ThemeColors {
    /// Colorblind follows the palette of Okabe and Ito (https://jfly.uni-koeln.de/color/): the colors of a chart differ in
    /// lightness or between blue and yellow; its heat map is cividis (Nuñez et al. 2018). High contrast has a contrast of at
    /// least 7:1 for all text (WCAG 2, level AAA).
    private static let table: KeyValuePairs<Role, [Int]> = [
        // dark, light, high contrast, colorblind
        .text: [0xd4d7dd, 0x1f2328, 0xffffff, 0xd4d7dd],
        .faint: [0x8b93a1, 0x656d76, 0xc8c8c8, 0x8b93a1],
        .strong: [0xffffff, 0x000000, 0xffffff, 0xffffff],
        .prompt: [0xffffff, 0x000000, 0xffffff, 0xffffff],
        .selected: [0xffffff, 0x1f2328, 0xffffff, 0xffffff],
        .frame: [0x566072, 0x98a1ad, 0x9a9a9a, 0x566072],
        .title: [0x7fb2f0, 0x0b4f9e, 0x9ad1ff, 0x8cc4ea],
        .key: [0x6cb6ff, 0x0550ae, 0x6fd0ff, 0x56b4e9],
        .gaugeFull: [0x4aa8ff, 0x0b62c4, 0x5cc8ff, 0x56b4e9],
        .gaugeEmpty: [0x444c5c, 0xb4bbc5, 0x7a7a7a, 0x444c5c],
        .loss: [0x4aa8ff, 0x0b62c4, 0x5cc8ff, 0x45a5e0],
        .evaluation: [0xffd75f, 0x7d1fa0, 0xffff00, 0xfff36b],
        .lr: [0xb48ef5, 0x7a3fd1, 0xd0a8ff, 0xb9a7e8],
        .layer: [0x8fb4dc, 0x35659e, 0x9ad1ff, 0x8cc4ea],
        .gradNorm: [0xd98a3d, 0x9a5a10, 0xff9f1a, 0xe08e00],
        .clippedNorm: [0x20b2a6, 0x0a7f78, 0x00ffd0, 0x00946c],
        .maxNorm: [0xff5fa2, 0xc2185b, 0xff85c8, 0xf6c6e3],
        .whatIf: [0xc9d4ff, 0x3c50c8, 0xfff59a, 0xffffff],
        .removed: [0xffc46b, 0xe8590c, 0xffd9a0, 0xffcb66],
        .marker: [0xe583e5, 0xa626a4, 0xff8cff, 0xe0a6c8],
        .pending: [0xd7ba4a, 0x806000, 0xffd84d, 0xe0c060],
        .cursor: [0xc8ccd6, 0x3b424c, 0xffffff, 0xc8ccd6],
        .band: [0x55657f, 0x9fb3cc, 0x8a8a8a, 0x55657f],
        .good: [0x57c769, 0x1a7f37, 0x4dff4d, 0x3fa0e8],
        .warning: [0xff9a4d, 0xb54708, 0xffb84d, 0xf0c040],
        .bad: [0xff5c57, 0xcf222e, 0xff7b7b, 0xff6a2b],
        .heat0: [0x2b2c5c, 0xd7dfff, 0x3a3a8a, 0x1f2f6b],
        .heat1: [0x4d3f8f, 0xafb9e6, 0x5a4ac0, 0x3f4f87],
        .heat2: [0x7f4699, 0x9f97d6, 0x8f55d8, 0x67717f],
        .heat3: [0xb34d86, 0xb57bbd, 0xd060d0, 0x7e8087],
        .heat4: [0xe05c66, 0xc9528f, 0xff7fa0, 0x928f7d],
        .heat5: [0xf6864e, 0xc5315a, 0xffa860, 0xb5a870],
        .heat6: [0xfcb949, 0x970f2e, 0xffd94d, 0xdac45a],
        .heat7: [0xfbf29a, 0x5e0010, 0xffffff, 0xfeea6b],
        .run0: [0x4aa8ff, 0x0b62c4, 0x5cc8ff, 0x45a5e0],
        .run1: [0xff9f43, 0xb85c00, 0xffa500, 0xe08e00],
        .run2: [0x5fd38d, 0x1a7f37, 0x4dff88, 0x00946c],
        .run3: [0xff6fae, 0xc2185b, 0xff85c8, 0xf6c6e3],
        .run4: [0xb794f6, 0x7a3fd1, 0xd0a8ff, 0xfff36b],
        .run5: [0xe6d35c, 0x7a6400, 0xffff66, 0xc4501a],
    ]

    /// The colors behind all text, and behind the selected row.
    private static let backgrounds = [0x15181e, 0xffffff, 0x000000, 0x15181e]
    private static let selections = [0x2d4f7c, 0xcfe2ff, 0x0000af, 0x2d4f7c]

    static func colors(of theme: ThemeName) -> [Role: RGB] {
        Dictionary(uniqueKeysWithValues: table.map { ($0, RGB($1[column(of: theme)])) })
    }

    static func background(of theme: ThemeName) -> RGB { RGB(backgrounds[column(of: theme)]) }
    static func selection(of theme: ThemeName) -> RGB { RGB(selections[column(of: theme)]) }

    private static func column(of theme: ThemeName) -> Int { ThemeName.allCases.firstIndex(of: theme) ?? 0 }
}
