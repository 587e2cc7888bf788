extension RecipeKey {
    static let checkpoint: [RecipeKey] = [
        RecipeKey(
            path: "checkpoint.every",
            type: .whole,
            fallback: .absent("only when asked, with c"),
            range: .atLeast(1),
            meaning: "Steps between two checkpoints."
        ),
        RecipeKey(
            path: "checkpoint.keep",
            type: .whole,
            fallback: .value("3"),
            range: .atLeast(1),
            meaning: "How many checkpoints are kept; those that were asked for stay besides."
        ),
        RecipeKey(
            path: "checkpoint.at_end",
            type: .flag,
            fallback: .value("false"),
            meaning: "Writes one when the run has finished or was stopped."
        ),
        RecipeKey(
            path: "checkpoint.path",
            type: .text,
            fallback: .absent("NAME.checkpoints, or NAME.checkpoints-2 where that is taken, …"),
            meaning: "The folder of the checkpoints, relative to where the program runs."
        ),
    ]

    static let snapshots: [RecipeKey] = [
        RecipeKey(
            path: "snapshots.every",
            type: .whole,
            fallback: .value("100"),
            range: .atLeast(1),
            meaning: "Steps between two snapshots, to which the run can be rewound."
        ),
        RecipeKey(
            path: "snapshots.memory",
            type: .number,
            fallback: .value("256"),
            range: .within(0, 1_000_000),
            meaning: "Megabytes that snapshots may take; a new one drives out the oldest. 0 takes none."
        ),
    ]
}
