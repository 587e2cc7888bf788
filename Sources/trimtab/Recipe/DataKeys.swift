extension RecipeKey {
    /// The keys of the data.
    static let data: [RecipeKey] = [
        RecipeKey(
            path: "data.kind",
            type: .word(["csv", "idx", "text", "temporal_order", "adding"]),
            fallback: .required,
            meaning:
                "Rows of a table; images in MNIST's format, plain or gzipped; the characters of a text, each to be "
                + "told from those before it; or sequences drawn afresh for every step: the temporal order task (which "
                + "of two symbols came first) or the adding problem (the sum of two marked numbers)."
        ),
        RecipeKey(
            path: "data.path",
            type: .text,
            fallback: .required,
            kinds: ["csv", "idx", "text"],
            meaning: "Relative to the recipe. csv: a file with a line of column names and lines of numbers, separated "
                + "by commas, semicolons or tabs, # comments; idx: a folder with train-images-idx3-ubyte, "
                + "train-labels-idx1-ubyte, and the same of t10k, each as it is or with .gz, .idx for -idx too; "
                + "text: a file in UTF-8."
        ),
        RecipeKey(
            path: "data.source",
            type: .text,
            fallback: .absent("nothing is told"),
            kinds: ["csv", "idx", "text"],
            meaning: "Where the data is to be had: told when it is not at its path."
        ),
        RecipeKey(
            path: "data.target",
            type: .text,
            fallback: .required,
            kinds: ["csv"],
            meaning: "The column to learn; all others are features."
        ),
        RecipeKey(
            path: "data.scale",
            type: .number,
            fallback: .byKind("1", kinds: ["idx"], value: "0.00392156862745098"),
            range: .finite,
            kinds: ["csv", "idx"],
            meaning: "What the features are multiplied by; for idx 1/255 unless told."
        ),
        RecipeKey(
            path: "data.test",
            type: .whole,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["csv"],
            meaning: "Rows kept back for evaluation, the same for every seed; 0 evaluates nothing."
        ),
        RecipeKey(
            path: "data.test_rows",
            type: .word(["stratified", "last"]),
            fallback: .value("stratified"),
            kinds: ["csv"],
            meaning: "Which rows are kept back: of each class its share, or the last of the file."
        ),
        RecipeKey(
            path: "data.drop_last",
            type: .flag,
            fallback: .value("false"),
            kinds: ["csv", "idx"],
            meaning: "Leaves out the last batch of an epoch when it is short."
        ),
        RecipeKey(
            path: "data.validation",
            type: .number,
            fallback: .value("0.1"),
            range: .below(0, 1),
            kinds: ["text"],
            meaning: "The share of the text, at its end, that is kept back; an evaluation goes over all of it. "
                + "0 evaluates nothing."
        ),
        RecipeKey(
            path: "data.windows",
            type: .word(["random", "sequential"]),
            fallback: .value("random"),
            kinds: ["text"],
            meaning: "Windows from anywhere, drawn afresh for every step; or one after the other, as many lanes of the "
                + "text at a time as a batch has rows, where a recurrent model goes on from the state that it reached."
        ),
        RecipeKey(
            path: "data.length",
            type: .whole,
            fallback: .byKind("20", kinds: ["text"], value: "64"),
            range: .within(1, 10_000),
            kinds: ["text", "temporal_order", "adding"],
            meaning:
                "Places in a sequence: 10 or more for temporal_order, 2 or more for adding; characters in a window."
        ),
        RecipeKey(
            path: "data.evaluate_on",
            type: .whole,
            fallback: .value("10000"),
            range: .atLeast(1),
            kinds: ["temporal_order", "adding"],
            meaning: "Fresh sequences in an evaluation, from a stream of their own."
        ),
        RecipeKey(
            path: "data.batch",
            type: .whole,
            fallback: .value("32"),
            range: .within(1, 100_000),
            meaning: "Examples in a batch; no more than there are rows to learn from."
        ),
        RecipeKey(
            path: "data.prefetch",
            type: .flag,
            fallback: .byKind("false", kinds: ["idx"], value: "true"),
            meaning:
                "Prepares batches on a thread of their own while the step runs. The numbers are the same either way."
        ),
        RecipeKey(
            path: "data.poison.step",
            type: .whole,
            fallback: .absent("no batch is spoiled"),
            range: .atLeast(1),
            meaning: "Spoils the batch of this step."
        ),
        RecipeKey(
            path: "data.poison.scale",
            type: .number,
            fallback: .value("1"),
            range: .any,
            meaning: "What the inputs of the spoiled batch are multiplied by; .inf makes NaN of zeros."
        ),
        RecipeKey(
            path: "data.poison.labels",
            type: .word(["right", "wrong", "ignored"]),
            fallback: .value("right"),
            meaning: "Wrong moves every class of the spoiled batch on to the next one; ignored leaves cross entropy "
                + "nothing to learn from."
        ),
    ]
}
